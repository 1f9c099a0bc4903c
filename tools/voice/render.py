"""Render the clip bank of the voice: server/voice/bank/zh.zip and en.zip.

    python tools/voice/render.py --voices FOLDER [--work FOLDER] [--bank zh|en] [--only NAME ...]

FOLDER of --voices is `voices` of the npm package kokoro-js; tools/voice/requirements.txt names the rest.
What is rendered is kept as WAV files in --work, so a run that was stopped goes on where it was, and
--only renders clips anew that sounded wrong. See docs/voice.md.
"""

import argparse
import io
import itertools
import sys
import time
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import numpy as np
import soundfile

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from server.voice.chime import RATE as CHIME_RATE  # noqa: E402
from server.voice.chime import chime  # noqa: E402
from server.voice.ogg import file_of, packets  # noqa: E402
from server.voice.phrases import BANKS, phrases  # noqa: E402
from tools.voice.levels import LOUDNESS, loudness  # noqa: E402
from tools.voice.model import FULL, RATE, SHORT, Kokoro, Sound  # noqa: E402
from tools.voice.phonemes import chinese, english  # noqa: E402

HOME = ROOT / "server" / "voice" / "bank"
SPEAKERS = {"zh": "zf_xiaobei", "en": "af_heart"}
SPELT = {"zh": chinese, "en": english}
SPEED = 0.95
SLOWER = dict.fromkeys(("number/22", "number/222", "number/223", "number/397"), 0.85)
"""Chinese phrases whose digits ran into each other, as a speech recogniser heard them."""

FOLLOWED = ("number/", "head/", "window/", "counter/")
"""Phrases whose last sound may be short."""

QUIET = 0.01
"""Share of the loudest 10 ms under which a phrase has not begun, or is over."""

BEFORE, AFTER = 0.02, 0.04
GAP = 0.25
PAUSE = RATE // 2
PEAK, KNEE = 0.84, 0.6
BITS = 24_000
LEAST_BITS, MOST_BITS = 6_000, 256_000
"""Bits a second; libsndfile maps its compression level 1 to 0 onto this range."""

EPOCH = (1980, 1, 1, 0, 0, 0)


def main() -> None:
    """Render what is missing in the work folder, then write the banks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voices", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=ROOT / "var" / "voice")
    parser.add_argument("--bank", choices=BANKS, action="append")
    parser.add_argument("--only", nargs="*", default=[], help="like zh/number/012")
    parser.add_argument("--pack", action="store_true", help="write the banks, render nothing")
    given = parser.parse_args()
    model = Kokoro(given.voices)
    for bank in given.bank or BANKS:
        home = given.work / bank
        for name in given.only:
            (given.work / f"{name}.wav").unlink(missing_ok=True)
        if not given.pack:
            render(model, bank, home)
        pack(bank, home)


def render(model: Kokoro, bank: str, home: Path) -> None:
    """Make the WAV files that are missing."""
    texts = phrases(bank)
    missing = [name for name in texts if not (home / f"{name}.wav").exists()]
    begun = time.monotonic()
    for done, name in enumerate(missing, 1):
        ring = SHORT if name.startswith(FOLLOWED) else FULL
        speed = SLOWER.get(name, SPEED) if bank == "zh" else SPEED
        sound = model.say(SPELT[bank](texts[name]), SPEAKERS[bank], speed, ring)
        path = home / f"{name}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, sound, RATE, subtype="FLOAT")
        if done % 50 == 0:
            took = time.monotonic() - begun
            print(f"{bank}: {done} of {len(missing)}, {took / done:.2f} s each", flush=True)


def finished(sound: Sound) -> Sound:
    """Trimmed, faded at both ends, and at the loudness of all clips."""
    level = _levels(sound)
    loud = np.flatnonzero(level > QUIET * level.max())
    size = RATE // 100
    first = max(0, int(loud[0] * size - BEFORE * RATE))
    last = min(len(sound), int((loud[-1] + 1) * size + AFTER * RATE))
    sound = _without_gaps(sound[first:last])
    rise, fall = int(BEFORE * RATE / 2), int(AFTER * RATE / 2)
    sound[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    sound[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
    for _ in range(4):
        sound = _under_peak(sound * 10 ** ((LOUDNESS - loudness(sound, RATE)) / 20))
    return sound


def pack(bank: str, home: Path) -> None:
    """Write a bank of what the work folder holds, finished, and tell how much that is."""
    HOME.mkdir(parents=True, exist_ok=True)
    path = HOME / f"{bank}.zip"
    texts = phrases(bank)
    there = [name for name in texts if (home / f"{name}.wav").exists()]
    with ZipFile(path, "w") as out:
        if bank == BANKS[0]:
            out.writestr(ZipInfo("chime.opus", EPOCH), opus(_chime(), CHIME_RATE))
            out.writestr(ZipInfo("pause.opus", EPOCH), opus(np.zeros(PAUSE, np.float32)))
        for name in there:
            sound, _ = soundfile.read(home / f"{name}.wav", dtype="float32")
            out.writestr(ZipInfo(f"{name}.opus", EPOCH), opus(finished(sound)))
    print(f"{path.name}: {len(there)} of {len(texts)} clips, {path.stat().st_size:,} bytes")


def opus(sound: Sound, rate: int = RATE) -> bytes:
    """The sound as an Ogg Opus file, the same for the same sound: libsndfile numbers its files by chance."""
    if rate != RATE:
        at = np.arange(0, len(sound), rate / RATE)
        sound = np.interp(at, np.arange(len(sound)), sound).astype(np.float32)
    level = 1 - (BITS - LEAST_BITS) / (MOST_BITS - LEAST_BITS)
    file = io.BytesIO()
    soundfile.write(file, sound, RATE, format="OGG", subtype="OPUS", compression_level=level)
    return file_of(packets(file.getvalue()))


def _chime() -> Sound:
    return finished(np.array(chime(), np.float32) / np.float32(32_768))


def _levels(sound: Sound) -> Sound:
    size = RATE // 100
    rows = sound[: len(sound) // size * size].reshape(-1, size)
    return np.asarray(np.sqrt(np.mean(rows**2, axis=1)), np.float32)


def _without_gaps(sound: Sound) -> Sound:
    """With no silence longer than GAP inside; a silence loses its middle."""
    size = RATE // 100
    level = _levels(sound)
    loud = np.flatnonzero(level > QUIET * level.max())
    keep = np.ones(len(sound), bool)
    for before, after in itertools.pairwise(loud):
        if (after - before) * size > GAP * RATE:
            middle = (before + after + 1) * size // 2
            extra = (after - before) * size - int(GAP * RATE)
            keep[middle - extra // 2 : middle + extra // 2] = False
    return sound[keep]


def _under_peak(sound: Sound) -> Sound:
    """Bent smoothly where it would go over PEAK."""
    size = np.abs(sound)
    over = KNEE + (PEAK - KNEE) * np.tanh((size - KNEE) / (PEAK - KNEE))
    return np.asarray(np.where(size > KNEE, np.sign(sound) * over, sound), np.float32)


if __name__ == "__main__":
    main()
