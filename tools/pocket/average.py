"""Averages the weights of checkpoints that began alike: `python average.py work/runa/last.pt work/runb/last.pt --out work/final.pt`."""
import argparse

import torch

parser = argparse.ArgumentParser()
parser.add_argument("checkpoints", nargs="+")
parser.add_argument("--out", required=True)
args = parser.parse_args()
saved = [torch.load(path, weights_only=False) for path in args.checkpoints]
model = {name: sum(one["model"][name] for one in saved) / len(saved) for name in saved[0]["model"]}
totals = {key: sum(one[key] for one in saved) for key in ("step", "seen")}
torch.save({**saved[0], **totals, "model": model}, args.out)
print(len(saved), "checkpoints", totals)
