"""Trains Jan-Pocket on the examples that transcripts.ts writes. Resumable; see README.md beside it.

    python train.py --data work/a.jsonl=0.7,work/b.jsonl=0.3 --out work/run --minutes 30 [--resume work/run/last.pt]
"""
import argparse
import json
import os
import random
import signal
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer

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


class Examples:
    """Tokenised examples of one file, served in batches of like length."""

    def __init__(self, path: str, tok: Tokenizer, context_weight: float, dice: random.Random, longest: int):
        self.items, self.dice, self.queue = [], dice, []
        texts, rows = [], [json.loads(line) for line in open(path)]
        for row in rows:
            texts += [text for text, _ in row["pieces"]]
        encoded = iter(tok.encode_batch_fast(texts, add_special_tokens=False))
        digits = {tok.token_to_id(d) for d in "0123456789"}
        for row in rows:
            ids, weights = [], []
            for _, trained in row["pieces"]:
                piece = next(encoded).ids
                ids += piece
                if not trained:
                    weights += [context_weight] * len(piece)
                    continue
                w = [1.0] * len(piece)
                # The first words decide (answer, open or give up), the number at the end cites.
                for i in range(min(3, len(piece))):
                    w[i] = 2.5
                for i in range(max(0, len(piece) - 4), len(piece)):
                    if piece[i] in digits:
                        w[i] = 2.5
                weights += w
            if len(ids) <= longest:
                self.items.append((row["kind"], row["prefixed"], torch.tensor(ids, dtype=torch.int16), torch.tensor(weights)))

    def batch(self, tokens: int):
        """(prefixed, ids [B, T], weights [B, T], kinds)"""
        if not self.queue:
            pool = self.dice.sample(self.items, min(len(self.items), 1500))
            pool.sort(key=lambda item: (item[1], len(item[2])))
            group: list = []
            for item in pool:
                if group and ((len(group) + 1) * len(item[2]) > tokens or item[1] != group[0][1]):
                    self.queue.append(group)
                    group = []
                group.append(item)
            self.queue.append(group)
            self.dice.shuffle(self.queue)
        group = self.queue.pop()
        longest = max(len(ids) for _, _, ids, _ in group)
        ids = torch.zeros(len(group), longest, dtype=torch.long)
        weights = torch.zeros(len(group), longest)
        for i, (_, _, a, w) in enumerate(group):
            ids[i, : len(a)] = a
            weights[i, : len(a)] = w
        return group[0][1], ids, weights, [kind for kind, *_ in group]


def main() -> None:
    ap = argparse.ArgumentParser()
    add = ap.add_argument
    add("--data", required=True)
    add("--tokenizer", default="work/tokenizer.json")
    add("--prefix", default="work/prefix.txt")
    add("--out", required=True)
    add("--resume", default="")
    add("--init", default="", help="safetensors to begin from, with a new optimiser, in place of chance")
    add("--threads", type=int, default=0, help="CPU threads; 0: as many as torch likes")
    add("--minutes", type=float, default=10)
    add("--decay", type=float, default=0.0, help="share of the time, at the end, in which the learning rate falls to 0")
    add("--warmup", type=int, default=40)
    add("--tokens", type=int, default=5000)
    add("--muon", type=float, default=0.01)
    add("--adam", type=float, default=0.003)
    add("--context-weight", type=float, default=0.05)
    add("--with-prefix", type=float, default=0.0, help="share of prefixed batches that really see the prefix")
    add("--longest", type=int, default=1400)
    add("--seed", type=int, default=1)
    args = ap.parse_args()
    torch.manual_seed(args.seed)
    if args.threads:
        torch.set_num_threads(args.threads)
    dice = random.Random(args.seed)
    os.makedirs(args.out, exist_ok=True)
    tok = Tokenizer.from_file(args.tokenizer)
    model = Qwen3(Config(vocab_size=tok.get_vocab_size()))
    matrices = [p for n, p in model.named_parameters() if p.dim() == 2 and "embed" not in n]
    rest = [p for n, p in model.named_parameters() if p.dim() < 2 or "embed" in n]
    muon = Muon(matrices, args.muon)
    adam = torch.optim.AdamW(rest, lr=args.adam, betas=(0.9, 0.95), weight_decay=0.0)
    step = seen = 0
    if args.init:
        model.load_state_dict(load_file(args.init))
    if args.resume:
        saved = torch.load(args.resume, weights_only=False)
        model.load_state_dict(saved["model"])
        adam.load_state_dict(saved["adam"])
        muon.state = saved["muon"]
        step, seen = saved["step"], saved["seen"]
    print("parameters", sum(p.numel() for p in model.parameters()), flush=True)

    sources, shares = [], []
    for part in args.data.split(","):
        path, share = part.split("=")
        sources.append(Examples(path, tok, args.context_weight, dice, args.longest))
        shares.append(float(share))
        print(path, len(sources[-1].items), flush=True)
    prefix = torch.tensor([tok.encode(open(args.prefix).read(), add_special_tokens=False).ids])
    log = open(f"{args.out}/log.jsonl", "a")
    start, first_step = time.time(), step
    average: dict[str, list[float]] = {}
    saved_at = printed_at = start

    def save(name: str) -> None:
        state = {"model": model.state_dict(), "adam": adam.state_dict(), "muon": muon.state, "step": step, "seen": seen, "config": model.c.to_dict()}
        torch.save(state, f"{args.out}/{name}.tmp")
        os.replace(f"{args.out}/{name}.tmp", f"{args.out}/{name}")

    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: stopping.append(number))
    while (done := (time.time() - start) / (args.minutes * 60)) < 1 and not stopping:
        prefixed, ids, weights, kinds = dice.choices(sources, shares)[0].batch(args.tokens)
        past = None
        if prefixed and dice.random() < args.with_prefix:
            with torch.no_grad():
                _, past = model(prefix)
        hidden, _ = model(ids[:, :-1], past)
        w = weights[:, 1:].flatten()
        # A quarter of the context tokens stands for all of them: the output layer is a large part of the work.
        drawn = (w < 1) & (torch.rand_like(w) < 0.25)
        w = torch.where(w >= 1, w, w * 4 * drawn)
        keep = w.nonzero()[:, 0]
        logits = model.logits(hidden.reshape(-1, hidden.shape[-1])[keep])
        losses = F.cross_entropy(logits, ids[:, 1:].flatten()[keep], reduction="none")
        (losses * w[keep]).sum().div(w[keep].sum()).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        scale = min(1.0, (step - first_step + 1) / args.warmup)
        if args.decay and done > 1 - args.decay:
            scale *= max(0.0, (1 - done) / args.decay)
        for group in adam.param_groups:
            group["lr"] = args.adam * scale
        adam.step()
        muon.step(scale)
        model.zero_grad(set_to_none=True)
        step += 1
        seen += ids.numel()
        with torch.no_grad():
            rows = (keep // (ids.shape[1] - 1)).tolist()
            own = (w[keep] >= 1).tolist()
            for row, mine, loss in zip(rows, own, losses.tolist()):
                average.setdefault(kinds[row] if mine else "context", []).append(loss)
        now = time.time()
        if now - printed_at > 30:
            means = {k: round(sum(v) / len(v), 3) for k, v in sorted(average.items())}
            entry = {"step": step, "tokens": seen, "seconds": round(now - start), "scale": round(scale, 3), "loss": means}
            print(json.dumps(entry), flush=True)
            log.write(json.dumps(entry) + "\n")
            log.flush()
            average, printed_at = {}, now
        if now - saved_at > 240:
            save("last.pt")
            saved_at = time.time()
    save("last.pt")
    print("done", step, seen, flush=True)


if __name__ == "__main__":
    main()
