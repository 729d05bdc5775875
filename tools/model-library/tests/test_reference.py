"""Libraries on the CPU against the NumPy reference. Run: python -m unittest discover tests"""
import json
import unittest

import numpy as np
from helpers import Machine, as_computed, tiny

from config import rope_frequencies
from quantization import GROUP, QUANTIZATIONS, dequantize, quantize
from reference import YARN, log_softmax, logits, random_weights


def worst(machine: Machine, tokens: list[int], expected: np.ndarray, prefilled: int) -> float:
    """Largest difference of log-probabilities over a prefill and the decodes after it."""
    found = [machine.forward(tokens[:prefilled]), *(machine.forward([t]) for t in tokens[prefilled:])]
    return float(np.abs(log_softmax(np.array(found)) - log_softmax(expected[prefilled - 1 :])).max())


class Logits(unittest.TestCase):
    tokens = [int(t) for t in np.random.default_rng(1).integers(0, 512, 40)]

    def check(self, name: str, limit: float, **changes) -> None:
        config, q = tiny(**changes), QUANTIZATIONS[name]
        weights = random_weights(config)
        expected = logits(self.tokens, as_computed(weights, q), config)
        self.assertLess(worst(Machine(config, q, weights), self.tokens, expected, 30), limit)

    def test_q0f32(self):
        self.check("q0f32", 1e-4)

    def test_q4f32_1(self):
        self.check("q4f32_1", 1e-4)

    def test_q8f32_1(self):
        self.check("q8f32_1", 1e-4)

    def test_output_of_its_own(self):
        self.check("q4f32_1", 1e-4, tie_word_embeddings=False)

    def test_rewind(self):
        config, q = tiny(), QUANTIZATIONS["q4f32_1"]
        weights = random_weights(config)
        machine = Machine(config, q, weights)
        machine.forward(self.tokens[:30])
        machine.pop(11)
        found = machine.forward(self.tokens[25:40])
        sequence = self.tokens[:19] + self.tokens[25:40]
        expected = logits(sequence, as_computed(weights, q), config)[-1]
        self.assertLess(np.abs(log_softmax(found) - log_softmax(expected)).max(), 1e-4)


class YarnRope(unittest.TestCase):
    def test_logits_beyond_the_original_window(self):
        config, q = tiny(rope_scaling=YARN), QUANTIZATIONS["q0f32"]
        weights = random_weights(config)
        tokens = [int(t) for t in np.random.default_rng(2).integers(0, 512, 256)]
        machine = Machine(config, q, weights, context=256)
        found = []
        for start in range(0, 256, 64):
            machine.forward(tokens[start : start + 62])
            found += [machine.forward([t]) for t in tokens[start + 62 : start + 64]]
        expected = logits(tokens, weights, config)
        places = [p for s in range(0, 256, 64) for p in (s + 62, s + 63)]
        difference = np.abs(log_softmax(np.array(found)) - log_softmax(expected[places])).max()
        self.assertLess(difference, 1e-3)

    def test_frequencies(self):
        """Worked by hand: fast pairs are kept, slow ones divided by the factor."""
        config = tiny(rope_scaling=YARN)
        plain, scaled = rope_frequencies(tiny()), rope_frequencies(config)
        self.assertEqual(plain[0], scaled[0])
        self.assertAlmostEqual(plain[-1] / 4, scaled[-1])
        # 64 / (2 pi 32) turns: pair -2, floored at 0; 64 / (2 pi): pair 4.03, up to 5.
        self.assertAlmostEqual(scaled[1], plain[1] * (0.8 + 0.2 / 4))
        self.assertAlmostEqual(scaled[4], plain[4] * (0.2 + 0.8 / 4))
        self.assertAlmostEqual(scaled[5], plain[5] / 4)
        self.assertAlmostEqual(config.yarn.attention_factor, 1.1386294361)


class Quantized(unittest.TestCase):
    def test_layout(self):
        """Code 7 is zero, the largest weight of a group is code 14, the first weight lies lowest."""
        weight = np.zeros((1, GROUP), np.float32)
        weight[0, :3] = [7, -7, 2]
        packed, scale = quantize(weight, QUANTIZATIONS["q4f32_1"])
        self.assertEqual(packed.tolist()[0], [0x7777790E, 0x77777777, 0x77777777, 0x77777777])
        self.assertEqual(scale.tolist(), [[1.0]])
        packed, _ = quantize(weight / 7 * 127, QUANTIZATIONS["q8f32_1"])
        self.assertEqual(packed[0, 0], 0x7FA300FE)

    def test_error_is_within_half_a_step(self):
        weight = np.random.default_rng(3).standard_normal((8, 128)).astype(np.float32)
        for name in ("q4f32_1", "q8f32_1"):
            q = QUANTIZATIONS[name]
            packed, scale = quantize(weight, q)
            error = np.abs(dequantize(packed, scale, q) - weight)
            self.assertTrue((error <= np.repeat(scale, GROUP, 1) * 0.5 + 1e-6).all())

    def test_zeros(self):
        packed, scale = quantize(np.zeros((2, 64), np.float32), QUANTIZATIONS["q4f16_1"])
        back = dequantize(packed, scale, QUANTIZATIONS["q4f16_1"])
        self.assertTrue((back == 0).all())


class Sampling(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        config = tiny()
        cls.machine = Machine(config, QUANTIZATIONS["q0f32"], random_weights(config))
        cls.logits = np.random.default_rng(4).standard_normal((1, 512)).astype(np.float32) * 4

    def run_function(self, name: str, *args):
        out = self.machine.vm[name](*(self.machine.tvm.runtime.tensor(a) for a in args))
        return out.numpy() if hasattr(out, "numpy") else [o.numpy() for o in out]

    def test_softmax_sort_and_draw(self):
        scaled = self.logits[None]
        probs = self.run_function("softmax_with_temperature", scaled, np.array([0.5], np.float32))
        expected = np.exp(log_softmax(scaled / 0.5))
        np.testing.assert_allclose(probs, expected, rtol=1e-4, atol=1e-7)
        ordered, order = self.run_function("argsort_probs", probs[0])
        np.testing.assert_array_equal(order[0], np.argsort(-probs[0, 0], kind="stable"))
        np.testing.assert_array_equal(ordered[0], probs[0, 0][order[0]])
        cumulative = np.cumsum(ordered[0])
        kept = cumulative[: int(np.searchsorted(cumulative, 0.8)) + 1]
        for u in (0.0, 0.3, 0.99):
            token = self.run_function(
                "sample_with_top_p",
                ordered,
                order,
                np.array([u], np.float32),
                np.array([0], np.int32),
                np.array([0.8], np.float32),
            )
            self.assertEqual(token[0], order[0][int(np.searchsorted(kept / kept[-1], u, "right"))])

    def test_bias(self):
        ids, bias = np.array([3, 5], np.int32), np.array([1.5, -2.0], np.float32)
        out = self.run_function("apply_logit_bias_inplace", self.logits, np.zeros(2, np.int32), ids, bias)
        expected = self.logits.copy()
        expected[0, ids] += bias
        np.testing.assert_allclose(out, expected, rtol=1e-6)

    def test_penalties(self):
        ids, counts = np.array([3, 5], np.int32), np.array([1, 2], np.int32)
        sequences = np.zeros(1, np.int32), np.zeros(2, np.int32)
        settings = np.array([[0.5, 0.25, 2.0]], np.float32)
        out = self.run_function("apply_penalty_inplace", self.logits, *sequences, ids, counts, settings)
        expected = self.logits.copy()
        expected[0, ids] -= 0.5 + 0.25 * counts
        expected[0, ids] = np.where(expected[0, ids] > 0, expected[0, ids] / 2, expected[0, ids] * 2)
        np.testing.assert_allclose(out, expected, rtol=1e-6)

    def test_bitmask(self):
        bits = np.zeros((1, 16), np.int32)
        bits[0, 1] = 1 << 3
        out = self.run_function("apply_bitmask_inplace", self.logits, np.zeros(1, np.int32), bits)
        self.assertEqual(np.flatnonzero(out[0] > -3e38).tolist(), [35])

    def test_metadata(self):
        content = json.loads(str(self.machine.vm["_metadata"]()))
        self.assertEqual(content["prefill_chunk_size"], 64)
        self.assertEqual(
            content["params"][0],
            {"name": "model.embed_tokens.weight", "shape": [512, 64], "dtype": "float32"},
        )


if __name__ == "__main__":
    unittest.main()
