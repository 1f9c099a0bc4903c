"""Ogg Opus without a codec: what is put together is heard as what it was made of."""

import io

import numpy as np
import pytest
import soundfile

from server.voice.bank import bank
from server.voice.ogg import PRESKIP, file_of, length, packets
from tests.voice.hearing import RATE, Sound, heard

CALL = ("prefix/A", "head/7", "window/3")


def recorded(seconds: float, compression: float) -> bytes:
    """A rising tone, as a codec writes it."""
    at = np.arange(int(seconds * RATE)) / RATE
    out = io.BytesIO()
    tone = 0.3 * np.sin(2 * np.pi * (300 + 400 * at) * at)
    soundfile.write(out, tone, RATE, format="OGG", subtype="OPUS", compression_level=compression)
    return out.getvalue()


@pytest.mark.parametrize("compression", [0.0, 0.5, 0.99])
def test_a_file_of_a_files_packets_sounds_the_same(compression: float) -> None:
    """With 0 the packets are larger than one lace, and the file has several pages."""
    file = recorded(3, compression)
    whole, again = heard(file), heard(file_of(packets(file)))
    assert len(again) == (sum(map(length, packets(file))) - PRESKIP) // 2
    assert np.array_equal(whole, again[: len(whole)])


def test_clips_one_after_another_sound_as_they_do_alone() -> None:
    clips = [bank("zh").sound(name) for name in CALL]
    together = heard(file_of([packet for clip in clips for packet in clip]))
    at = 0
    for clip in clips:
        alone = heard(file_of(clip))
        here = together[at : at + len(alone)]
        assert strength(here - alone) < 0.03 * strength(alone)
        at += sum(map(length, clip)) // 2


def strength(sound: Sound) -> float:
    return float(np.sqrt(np.mean(sound**2)))


def test_packets_know_how_long_they_are() -> None:
    assert length(bytes([0b01001_000])) == 960, "20 ms"
    assert length(bytes([0b11100_001])) == 240, "twice 2.5 ms"
    assert length(bytes([0b11111_011, 3])) == 2880, "as many as the second byte says"


@pytest.mark.parametrize(
    "broken", [b"", b"RIFF" + bytes(40), b"OggS", file_of([])[:20], file_of([])[28:]]
)
def test_what_is_no_such_file_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError):
        packets(broken)
