"""Trains Jan-Pocket on the examples that transcripts.ts writes. Resumable; see README.md beside it.

    python train.py --data work/a.jsonl=0.7,work/b.jsonl=0.3 --out work/run --minutes 30 [--resume work/run/last.pt]
"""
import argparse
import json
import os
import random
import re
import signal
import time
from typing import NamedTuple

import torch
import torch.distributed as dist
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from model import Config, Qwen3


class Muon:
    """Momentum orthogonalised by Newton-Schulz (Jordan et al., 2024), for matrices; grouped by shape."""

    def __init__(self, params, lr: float, decay=0.02, momentum=0.95):
        self.groups: dict[tuple, list] = {}
        for p in params:
            self.groups.setdefault(tuple(p.shape), []).append(p)
        self.state = {shape: torch.zeros(len(ps), *shape) for shape, ps in self.groups.items()}
        self.lr, self.decay, self.momentum = lr, decay, momentum

    @torch.no_grad()
    def step(self, scale: float) -> None:
        for shape, ps in self.groups.items():
            grad, m = torch.stack([p.grad for p in ps]), self.state[shape]
            m.lerp_(grad, 1 - self.momentum)
            x = grad.lerp(m, self.momentum)
            tall = shape[0] > shape[1]
            x = x.transpose(1, 2) if tall else x
            x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
            for _ in range(5):
                a = x @ x.transpose(1, 2)
                x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
            x = x.transpose(1, 2) if tall else x
            lr = self.lr * scale
            for p, update in zip(ps, x):
                p.mul_(1 - lr * self.decay).add_(update, alpha=-lr * 0.2 * max(shape) ** 0.5)


@torch.no_grad()
def meet(tensors: list[Tensor], ends: bool) -> bool:
    """The mean of both processes in place of each one's own. Whether either one of them wants to end."""
    flat = torch.cat([*(t.flatten() for t in tensors), torch.tensor([float(ends)])])
    dist.all_reduce(flat)
    at = 0
    for t in tensors:
        t.copy_(flat[at : at + t.numel()].view(t.shape) / 2)
        at += t.numel()
    return bool(flat[-1] > 0)


THOUGHT = "<think>\n\n</think>\n\n"
"""Stands before the turn that is asked for, and not before the earlier ones."""


FIRST_TIME = 0.15
"""
Weight of context where a pair of tokens is followed by one that it was not followed by before, as a share of that of
the others: what repeats is a lesson in copying, and most of the rest are invented names, which nobody can foresee.
"""
PREFIX_STEPS = 8
"""Steps for which the keys and values of the system block are kept; they hardly move between them."""


def conversations(rows: list[dict]):
    """Turns of one conversation together, each with the context of the one after it as its continuation."""
    group: list[dict] = []
    for row in rows:
        if group and not (row["prefixed"] and row["pieces"][0][0].startswith(_after(group[-1]))):
            yield group
            group = []
        group.append(row)
        if not row["prefixed"]:
            yield group
            group = []
    if group:
        yield group


def _after(row: dict) -> str:
    (context, *_), (turn, *_) = row["pieces"]
    return context.removesuffix(THOUGHT) + turn


class Sequence(NamedTuple):
    """
    A conversation as one sequence: its last turn with all that stands before it, then every earlier turn as a branch
    that grows from the place where that turn began. So each turn sees what it sees in the app, and the context is
    read once.
    """

    kinds: list[str]
    prefixed: bool
    ids: list[int]
    places: list[int]
    branch: list[int]
    """0 for the trunk, else the number of the branch"""
    trunk: list[int]
    """how many tokens of the trunk a token may look at"""
    weights: list[float]
    kind: list[int]
    """index into kinds for the tokens of a turn, -1 for context"""


class Examples:
    """Tokenised conversations of one file, served in batches of like length."""

    def __init__(self, path: str, tok: Tokenizer, args: argparse.Namespace, dice: random.Random):
        self.dice, self.queue = dice, []
        self.tok, self.args = tok, args
        self.digits = {tok.token_to_id(d) for d in "0123456789"}
        self.mark = self.encode("a [1]")[-3]
        rows = [json.loads(line) for line in open(path)]
        self.items = [s for group in conversations(rows) if len((s := self.sequence(group)).ids) <= args.longest]
        self.turns = sum(len(s.kinds) for s in self.items)

    def encode(self, text: str) -> list[int]:
        return self.tok.encode(text, add_special_tokens=False).ids

    def turn_weights(self, text: str, decides: int, kind: str) -> list[float]:
        """
        The first words decide (to call, to answer), and those where it shows what is known; the number in brackets
        cites.
        """
        piece = self.tok.encode(text, add_special_tokens=False)
        w = [self.args.search_weight if kind == "search" else 1.0] * len(piece.ids)
        if kind == "search" or (kind.startswith("drill") and kind != "drill-read"):
            return w
        at = next((i for i, (start, _) in enumerate(piece.offsets) if start >= decides), 0)
        for i in {0, 1, at, at + 1}:
            if i < len(w):
                w[i] = self.args.deciding
        for i in range(1, len(w)):
            if piece.ids[i] in self.digits and piece.ids[i - 1] == self.mark:
                w[i] = 2.5
        return w

    def sequence(self, group: list[dict]) -> Sequence:
        s = Sequence([row["kind"] for row in group], group[0]["prefixed"], [], [], [], [], [], [])
        followed: dict[tuple, set[int]] = {}

        def add(piece: list[int], place: int, branch: int, trunk: int | None, weights: list[float], kind: int) -> None:
            for i, token in enumerate(piece):
                s.ids.append(token)
                s.places.append(place + i)
                s.branch.append(branch)
                s.trunk.append(len(s.ids) if trunk is None else trunk)
                s.weights.append(weights[i])
                s.kind.append(kind)

        def context(piece: list[int]) -> None:
            weights = []
            two = s.ids[-2:]
            for token in piece:
                before = tuple(two)
                two = [*two[-1:], token]
                known = token in followed.setdefault(before, set())
                followed[before].add(token)
                weights.append(self.args.context_weight * (1.0 if known else FIRST_TIME))
            add(piece, len(s.ids), 0, None, weights, -1)

        if not s.prefixed:
            for text, trained, *decides in group[0]["pieces"]:
                piece = self.encode(text)
                if trained:
                    add(piece, len(s.ids), 0, None, self.turn_weights(text, sum(decides), s.kinds[0]), 0)
                else:
                    context(piece)
            return s
        starts: list[int] = []
        done = ""
        for row in group:
            text = row["pieces"][0][0].removesuffix(THOUGHT)
            context(self.encode(text[len(done) :]))
            starts.append(len(s.ids))
            done = text
        thought = self.encode(THOUGHT)
        for at in reversed(range(len(group))):
            turn, _, decides = group[at]["pieces"][1]
            piece = self.encode(turn)
            weights = self.turn_weights(turn, decides, s.kinds[at])
            last = at == len(group) - 1
            start = len(s.ids) if last else starts[at]
            add(thought + piece, start, 0 if last else at + 1, None if last else start, [0.0] * len(thought) + weights, -1)
            s.kind[-len(piece) :] = [at] * len(piece)
        return s

    def batch(self, tokens: int):
        if not self.queue:
            pool = self.dice.sample(self.items, min(len(self.items), 1000))
            pool.sort(key=lambda item: (item.prefixed, len(item.ids)))
            group: list = []
            for item in pool:
                if group and ((len(group) + 1) * len(item.ids) > tokens or item.prefixed != group[0].prefixed):
                    self.queue.append(group)
                    group = []
                group.append(item)
            self.queue.append(group)
            self.dice.shuffle(self.queue)
        return Batch(self.queue.pop())


class Batch:
    def __init__(self, group: list[Sequence]):
        T = max(len(s.ids) for s in group)
        pad = lambda lists, fill: torch.tensor([list(x) + [fill] * (T - len(x)) for x in lists])
        self.prefixed = group[0].prefixed
        self.ids = pad([s.ids for s in group], 0)
        self.places = pad([s.places for s in group], 0)
        self.weights = pad([s.weights for s in group], 0.0)
        self.kind = pad([s.kind for s in group], -2)
        self.kinds = [s.kinds for s in group]
        branch, trunk = pad([s.branch for s in group], -1), pad([s.trunk for s in group], 0)
        at = torch.arange(T)
        own = (branch[:, :, None] == branch[:, None, :]) & (at[:, None] >= at[None, :])
        self.mask = (own | (at[None, None, :] < trunk[:, :, None])).unsqueeze(1)
        # What follows a token is trained where both stand on one branch.
        self.follows = branch[:, 1:] == branch[:, :-1]


def main() -> None:
    ap = argparse.ArgumentParser()
    add = ap.add_argument
    add("--data", required=True)
    add("--tokenizer", default="work/tokenizer.json")
    add("--prefix", default="work/prefix.txt")
    add("--out", required=True)
    add("--resume", default="")
    add("--average", default="", help="checkpoints, parted by commas, whose weights are averaged with the resumed ones")
    add("--init", default="", help="safetensors to begin from, with a new optimiser, in place of chance")
    add("--rank", type=int, default=-1, help="0 or 1 of two processes that average their weights every 40 steps")
    add("--threads", type=int, default=0, help="CPU threads; 0: as many as torch likes")
    add("--minutes", type=float, default=10)
    add("--decay", type=float, default=0.0, help="share of the time, at the end, in which the learning rate falls to 0")
    add("--warmup", type=int, default=40)
    add("--tokens", type=int, default=5000)
    add("--muon", type=float, default=0.01)
    add("--adam", type=float, default=0.003)
    add("--context-weight", type=float, default=0.05)
    add("--search-weight", type=float, default=0.3, help="of the tokens of first searches: many and easy")
    add("--deciding", type=float, default=4.0, help="weight of the tokens that decide")
    add("--with-prefix", type=float, default=0.0, help="share of prefixed batches that really see the prefix")
    add("--longest", type=int, default=1500)
    add("--seed", type=int, default=1)
    args = ap.parse_args()
    args.seed += max(0, args.rank)
    torch.manual_seed(args.seed)
    if args.threads:
        torch.set_num_threads(args.threads)
    dice = random.Random(args.seed)
    os.makedirs(args.out, exist_ok=True)
    name = f"{'' if args.rank < 1 else args.rank}"
    if args.rank >= 0:
        dist.init_process_group("gloo", init_method=f"file://{os.path.abspath(args.out)}/meeting", rank=args.rank, world_size=2)
    tok = Tokenizer.from_file(args.tokenizer)
    weights = {name: w.float() for name, w in load_file(args.init).items()} if args.init else None
    saved = torch.load(args.resume, weights_only=False) if args.resume else None
    if saved:
        weights = saved["model"]
    model = Qwen3(Config.of(weights) if weights else Config(vocab_size=tok.get_vocab_size()))
    if weights:
        model.load_state_dict(weights)
    matrices = [p for n, p in model.named_parameters() if p.dim() == 2 and "embed" not in n]
    rest = [p for n, p in model.named_parameters() if p.dim() < 2 or "embed" in n]
    muon = Muon(matrices, args.muon)
    adam = torch.optim.AdamW(rest, lr=args.adam, betas=(0.9, 0.95), weight_decay=0.0)
    step = seen = 0
    if saved:
        adam.load_state_dict(saved["adam"])
        muon.state = saved["muon"]
        step, seen = saved["step"], saved["seen"]
    if args.average:
        others = [torch.load(path, weights_only=False)["model"] for path in args.average.split(",")]
        model.load_state_dict({k: sum([v, *(o[k] for o in others)]) / (1 + len(others)) for k, v in model.state_dict().items()})
    print("parameters", sum(p.numel() for p in model.parameters()), flush=True)

    sources, shares = [], []
    for part in args.data.split(","):
        path, share = part.split("=")
        sources.append(Examples(path, tok, args, dice))
        shares.append(float(share))
        print(path, len(sources[-1].items), "conversations", sources[-1].turns, "turns", flush=True)
    prefix = torch.tensor([tok.encode(open(args.prefix).read(), add_special_tokens=False).ids])
    log = open(f"{args.out}/log{name}.jsonl", "a")
    start, first_step = time.time(), step
    average: dict[str, list[float]] = {}
    system, system_step = None, -PREFIX_STEPS
    saved_at = printed_at = start

    def save() -> None:
        state = {"model": model.state_dict(), "adam": adam.state_dict(), "muon": muon.state, "step": step, "seen": seen, "config": model.c.to_dict()}
        torch.save(state, f"{args.out}/last{name}.tmp")
        os.replace(f"{args.out}/last{name}.tmp", f"{args.out}/last{name}.pt")

    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: stopping.append(number))
    while True:
        done = (time.time() - start) / (args.minutes * 60)
        ends = done >= 1 or bool(stopping)
        if args.rank < 0 and ends:
            break
        if args.rank >= 0 and step > first_step and step % 40 == 0:
            moments = [m for one in adam.state.values() for m in (one["exp_avg"], one["exp_avg_sq"])]
            if meet([p.data for p in model.parameters()] + moments + list(muon.state.values()), ends):
                break
        batch = dice.choices(sources, shares)[0].batch(args.tokens)
        past, mask = None, batch.mask
        if batch.prefixed and dice.random() < args.with_prefix:
            if step - system_step >= PREFIX_STEPS:
                with torch.no_grad():
                    _, system = model(prefix)
                system_step = step
            past = system
            mask = torch.cat((torch.ones(*mask.shape[:3], prefix.shape[1], dtype=torch.bool), mask), 3)
        hidden, _ = model(batch.ids, past, batch.places, mask)
        w, kind = (batch.weights[:, 1:] * batch.follows).flatten(), batch.kind[:, 1:].flatten()
        # A quarter of the context tokens stands for all of them: the output layer is a large part of the work.
        context = kind < 0
        w = torch.where(context, w * 4 * (torch.rand_like(w) < 0.25), w)
        keep = w.nonzero()[:, 0]
        logits = model.logits(hidden[:, :-1].reshape(-1, hidden.shape[-1])[keep])
        losses = F.cross_entropy(logits, batch.ids[:, 1:].flatten()[keep], reduction="none")
        loss = (losses * w[keep]).sum().div(w[keep].sum())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        scale = min(1.0, (step - first_step + 1) / args.warmup)
        if args.decay and done > 1 - args.decay:
            scale *= max(0.01, (1 - done) / args.decay)
        for group in adam.param_groups:
            group["lr"] = args.adam * scale
        adam.step()
        muon.step(scale)
        model.zero_grad(set_to_none=True)
        step += 1
        seen += batch.ids.numel()
        width = batch.ids.shape[1] - 1
        for at, number, one in zip(keep.tolist(), kind[keep].tolist(), losses.tolist()):
            average.setdefault(batch.kinds[at // width][number] if number >= 0 else "context", []).append(one)
        now = time.time()
        if now - printed_at > 30:
            means = {k: round(sum(v) / len(v), 3) for k, v in sorted(average.items())}
            entry = {"step": step, "tokens": seen, "seconds": round(now - start), "scale": round(scale, 3), "loss": means}
            print(json.dumps(entry), flush=True)
            log.write(json.dumps(entry) + "\n")
            log.flush()
            average, printed_at = {}, now
        if now - saved_at > 240:
            save()
            saved_at = time.time()
    save()
    print("done", step, seen, flush=True)


if __name__ == "__main__":
    main()
