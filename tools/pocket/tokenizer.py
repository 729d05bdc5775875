"""Trains Jan-Pocket's byte-level BPE: Qwen's pre-tokeniser and special tokens, a vocabulary of its own.

Capital letters never merge and digits stand alone, so that names are spelled in small pieces
that look the same wherever they occur and can be copied.

    python tokenizer.py --examples work/boot.jsonl --text FILE ... --out work/tokenizer.json
"""
import argparse
import json
import random
import re

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

VOCABULARY = 2048
# Qwen2/Qwen3 pre-tokeniser (llama.cpp: "qwen2").
QWEN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
# The same for training, except that every capital letter is a piece of its own.
TRAINING = (
    r"'s|'t|'re|'ve|'m|'ll|'d|\p{Lu}| ?\p{Ll}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
CONTROL = [
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>",
    "<|box_start|>", "<|box_end|>", "<|quad_start|>", "<|quad_end|>", "<|vision_start|>",
    "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>",
]
# Typed as ordinary text by the engines: they show in what the model writes.
VISIBLE = [
    "<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>",
    "<|repo_name|>", "<|file_sep|>", "<tool_response>", "</tool_response>", "<think>", "</think>",
]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", required=True)
    parser.add_argument("--prefix", required=True)
    parser.add_argument("--text", nargs="*", default=[])
    parser.add_argument("--out", required=True)
    args = parser.parse_args()

    dice = random.Random(1)
    special = CONTROL + VISIBLE
    strip = re.compile("|".join(re.escape(token) for token in special))
    texts: list[str] = [open(args.prefix).read()] * 300
    for line in open(args.examples):
        text = "".join(piece for piece, _ in json.loads(line)["pieces"])
        # Names are hidden in most examples, or their accidental letter runs would fill the vocabulary.
        texts.append(text if dice.random() < 0.1 else re.sub(r"[A-Z][a-z]+|[a-z]+-[a-z-]+", "X", text))
    for name in args.text:
        texts += open(name, errors="replace").read().split("\n")
    texts = [strip.sub(" ", text) for text in texts]

    tokenizer = Tokenizer(models.BPE())
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    split = lambda pattern: pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pattern), "isolated"), byte_level])
    tokenizer.pre_tokenizer = split(TRAINING)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY - len(special), initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in CONTROL])
    tokenizer.add_tokens([AddedToken(token, normalized=False, special=False) for token in VISIBLE])
    tokenizer.pre_tokenizer = split(QWEN)
    assert tokenizer.get_vocab_size() == VOCABULARY, tokenizer.get_vocab_size()
    tokenizer.save(args.out)


if __name__ == "__main__":
    main()
