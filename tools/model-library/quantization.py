"""Quantisations: how a weight matrix lies in memory, and back to plain numbers.

Groups of 32 neighbouring inputs share one scale. A code is the rounded weight divided by the
scale, shifted to be non-negative; codes are packed into 32-bit words, lowest bits first:

    weight[o, i] = (code[o, i] - zero) * scale[o, i // 32]

This is the layout of MLC's `q4f16_1` and `q4f32_1`; the 8-bit ones are the same with bytes.
"""
from dataclasses import dataclass

import numpy as np

GROUP = 32


@dataclass(frozen=True)
class Quantization:
    name: str
    dtype: str  # of activations and scales
    bits: int  # per weight; 0: not quantised

    @property
    def zero(self) -> int:
        """The code of weight 0, and the largest step away from it."""
        return 2 ** (self.bits - 1) - 1

    @property
    def per_word(self) -> int:
        return 32 // self.bits


QUANTIZATIONS = {
    q.name: q
    for q in (
        Quantization("q0f32", "float32", 0),
        Quantization("q0f16", "float16", 0),
        Quantization("q4f32_1", "float32", 4),
        Quantization("q4f16_1", "float16", 4),
        Quantization("q8f32_1", "float32", 8),
        Quantization("q8f16_1", "float16", 8),
    )
}


def quantize(weight: np.ndarray, q: Quantization) -> tuple[np.ndarray, np.ndarray]:
    """(q_weight uint32 [out, in / per_word], q_scale [out, in / 32]) of weight [out, in].

    Scales are rounded to the activations' type first, and codes are made for the rounded ones.
    """
    rows, columns = weight.shape
    if columns % GROUP:
        raise ValueError(f"{columns} inputs are not a multiple of the group of {GROUP}")
    groups = weight.astype(np.float32).reshape(rows, columns // GROUP, GROUP)
    scale = (np.abs(groups).max(axis=-1, keepdims=True) / q.zero).astype(q.dtype)
    # A group of zeros, or of weights so small that the scale rounds to nothing.
    divisor = np.where(scale == 0, 1, scale).astype(np.float32)
    codes = np.clip(np.rint(groups / divisor) + q.zero, 0, 2 * q.zero).astype(np.uint32)
    codes = codes.reshape(rows, columns // q.per_word, q.per_word)
    shifts = np.arange(q.per_word, dtype=np.uint32) * q.bits
    packed = np.bitwise_or.reduce(codes << shifts, axis=-1).astype(np.uint32)
    return packed, scale.reshape(rows, columns // GROUP)


def dequantize(packed: np.ndarray, scale: np.ndarray, q: Quantization) -> np.ndarray:
    """The weights, in the activations' type, that the library computes with."""
    shifts = np.arange(q.per_word, dtype=np.uint32) * q.bits
    codes = (packed[:, :, None] >> shifts) & np.uint32(2**q.bits - 1)
    steps = codes.reshape(packed.shape[0], -1).astype(np.int32) - q.zero
    return steps.astype(q.dtype) * np.repeat(scale, GROUP, axis=1)
