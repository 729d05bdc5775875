"""Greedy decoding of validation examples, with the whole prompt: share of turns reproduced exactly (but for the statement of what is missing), and decided as they should, by kind: to call, to answer, to say that it is not there.

    python validate.py --checkpoint work/run/last.pt|checkpoint/model.safetensors --data work/val.jsonl [--n 200] [--show 5]

The validation examples are of another seed than the training examples; held-out entities occur in neither.
"""
import argparse
import json
import random

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from model import Config, Qwen3


def decision(turn: str) -> tuple[bool, bool]:
    """Whether a turn makes a call, and whether it says that something is not there."""
    return "<tool_call>" in turn, "? Not in the results" in turn or "? I did not find" in turn


def rest(turn: str) -> str:
    """What follows on the question mark: how what is missing would have been stated does not matter."""
    return turn.partition("? ")[2]


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--tokenizer", default="work/tokenizer.json")
    parser.add_argument("--prefix", default="work/prefix.txt")
    parser.add_argument("--without-prefix", action="store_true")
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--longest", type=int, default=120, help="tokens after which an answer is given up")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0: as many as torch likes")
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    tok = Tokenizer.from_file(args.tokenizer)
    if args.checkpoint.endswith(".safetensors"):
        weights = {name: w.float() for name, w in load_file(args.checkpoint).items()}
        model = Qwen3(Config.of(weights))
        model.load_state_dict(weights)
    else:
        saved = torch.load(args.checkpoint, weights_only=False)
        model = Qwen3(Config(**saved["config"]))
        model.load_state_dict(saved["model"])
    end = tok.token_to_id("<|im_end|>")
    encode = lambda text: tok.encode(text, add_special_tokens=False).ids
    _, prefix = model(torch.tensor([encode(open(args.prefix).read())]))
    if args.without_prefix:
        prefix = None

    rows = [json.loads(line) for line in open(args.data)]
    rows = [row for row in rows if row["prefixed"]]
    random.Random(1).shuffle(rows)
    # First searches are many and easy: one in eight is enough.
    rows = [row for at, row in enumerate(rows) if row["kind"] != "search" or at % 8 == 0]
    right: dict[str, list[bool]] = {}
    decided: dict[str, list[bool]] = {}
    shown = 0
    for row in rows[: args.n]:
        context, wanted = row["pieces"][0][0], row["pieces"][1][0]
        hidden, past = model(torch.tensor([encode(context)]), prefix)
        out: list[int] = []
        while len(out) < args.longest:
            out.append(int(model.logits(hidden[:, -1]).argmax()))
            if out[-1] == end:
                break
            hidden, past = model(torch.tensor([[out[-1]]]), past)
        text = tok.decode(out, skip_special_tokens=False)
        ok = text == wanted or (decision(wanted)[1] and rest(text) == rest(wanted))
        right.setdefault(row["kind"], []).append(ok)
        decided.setdefault(row["kind"], []).append(decision(text) == decision(wanted))
        if not ok and shown < args.show:
            shown += 1
            print(f"--- {row['kind']}\n{context[-900:]}\n  WANTED {wanted}\n  GOT    {text}")
    for kind, results in sorted(right.items()):
        begun = sum(decided[kind])
        print(f"{kind:16} {sum(results):4}/{len(results):<4} {sum(results) / len(results):.0%}  decided as it should {begun}")


if __name__ == "__main__":
    main()
