"""
Deepens a model without changing what it says: after some layers comes a copy whose outputs are zero, so that it adds
nothing until it is trained (progressive stacking: Gong et al., 2019).

    python grow.py checkpoint/model.safetensors --after 1,3 --out work/grown.safetensors
"""
import argparse
import re

import torch
from safetensors.torch import load_file, save_file

parser = argparse.ArgumentParser()
parser.add_argument("weights")
parser.add_argument("--after", required=True, help="layers, parted by commas, that get a copy behind them")
parser.add_argument("--out", required=True)
args = parser.parse_args()
after = {int(layer) for layer in args.after.split(",")}
grown = {}
for name, w in load_file(args.weights).items():
    layer = re.match(r"model\.layers\.(\d+)\.(.*)", name)
    if not layer:
        grown[name] = w
        continue
    old, rest = int(layer[1]), layer[2]
    new = old + sum(one < old for one in after)
    grown[f"model.layers.{new}.{rest}"] = w
    if old in after:
        silent = rest in ("self_attn.o_proj.weight", "mlp.down_proj.weight")
        grown[f"model.layers.{new + 1}.{rest}"] = torch.zeros_like(w) if silent else w.clone()
save_file(grown, args.out)
print(len({name.split(".")[2] for name in grown if ".layers." in name}), "layers")
