"""Makes docs/pictures/paper-*.png: every paper of the sample hall, as the printer gets it.

.venv/bin/python -m tools.papers [FOLDER]
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageDraw

from printers.slip import preview_png
from server.hall.documents import NOTICE, RECEIPT, REPORT
from server.hall.papers import Paper
from server.hall.plan import Papers
from server.hall.samples import sample
from server.hall.slip import TRIAL, TURN
from server.plan_file import SAMPLE, read_plan

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
AT = datetime(2026, 3, 2, 1, 31, tzinfo=UTC)
SITE = "https://hall.example.org"
KINDS = {"ticket": TURN, "notice": NOTICE, "receipt": RECEIPT, "report": REPORT, "test": TRIAL}
OWN = Papers(
    logo="seal.png",
    head=({"zh-Hans": "一站式服务 · 最多跑一次", "en": "One stop, one visit"},),
    foot=({"zh-Hans": "咨询电话 12345"},),
    shows=("windows", "ahead", "wait", "qr"),
)


def pictures() -> Iterator[tuple[str, bytes]]:
    """(file name, PNG) of every paper at 80 mm, of a ticket at 58 mm, and of one that a hall has made its own."""
    plan = read_plan(SAMPLE.read_text(encoding="utf-8"))
    for name, kind in KINDS.items():
        yield f"paper-{name}.png", preview_png(sample(plan, kind, AT, SITE))
    ticket: Paper = sample(replace(plan, papers=OWN), TURN, AT, SITE)
    yield "paper-own.png", preview_png(ticket, 576, seal())
    yield "paper-58.png", preview_png(sample(plan, TURN, AT, SITE), 384)


def seal() -> Image.Image:
    """A mark such as halls have: a ring around a star."""
    image = Image.new("L", (300, 300), 255)
    pen = ImageDraw.Draw(image)
    pen.ellipse((8, 8, 292, 292), outline=0, width=20)
    pen.polygon([(150, 60), (203, 223), (64, 122), (236, 122), (97, 223)], fill=0)
    pen.regular_polygon((150, 156, 38), 5, 36, fill=0)
    return image


def main(folder: Path) -> None:
    """Write them all."""
    for name, png in pictures():
        (folder / name).write_bytes(png)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
