"""Draws the loss of each kind of example over the tokens seen: `python plot.py work/runa/log.jsonl report/loss-lessons.png`."""
import json
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

KINDS = ["drill-repeat", "drill-copy", "drill-read", "search", "answer-snippet", "open", "answer-page", "none", "none-page", "hop", "talk", "plan"]
rows = sorted((json.loads(line) for line in open(sys.argv[1])), key=lambda row: row["tokens"])
figure, axes = plt.subplots(figsize=(9, 5))
for kind in KINDS:
    points = [(row["tokens"] / 1e6, row["loss"][kind]) for row in rows if kind in row["loss"]]
    smooth, level = [], None
    for _, value in points:
        level = value if level is None else 0.7 * level + 0.3 * value
        smooth.append(level)
    axes.plot([x for x, _ in points], smooth, label=kind, linewidth=1.2)
axes.set(xlabel="tokens seen (millions)", ylabel="loss on the model's own words (nats per token)", yscale="log")
axes.grid(alpha=0.3)
axes.legend(fontsize=8)
figure.tight_layout()
figure.savefig(sys.argv[2], dpi=110)
