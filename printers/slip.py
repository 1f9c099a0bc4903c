"""A paper as it will lie in the hand: the picture of its facts, dot for dot what is printed."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image

from printers.papers.notice import NoticeSheet
from printers.papers.receipt import ReceiptSheet
from printers.papers.report import ReportSheet
from printers.papers.sheet import SCALES, Sheet
from printers.papers.ticket import Ticket
from printers.papers.trial import Trial
from printers.typeface import lacking
from server.hall.documents import DayReport, Document, OneTimeNotice, Receipt
from server.hall.papers import Paper, Undrawable
from server.hall.slip import TRIAL, Slip


def draw(paper: Paper, width: int = 576, logo: Image.Image | None = None) -> Image.Image:
    """The paper's dots, a 1-bit image in which 0 is ink, `width` (576 or 384) across.

    `logo` is the picture that the paper's look names, in greys. Raises Undrawable for an official paper with a
    character that no typeface has, and ValueError for a width that no paper of ours has.
    """
    if width not in SCALES:
        raise ValueError(f"no slip is {width} dots wide")
    if isinstance(paper, Document) and (missing := holes(paper)):
        raise Undrawable(missing)
    return _sheet(paper, width, logo).drawn()


def holes(paper: Paper) -> list[str]:
    """The characters of a paper that no typeface has, each once."""
    return lacking(texts(paper))


def texts(paper: Paper) -> str:
    """Everything that stands on a paper in words of the hall's own, in one string."""
    return "".join(_texts(paper.to_json()))


def preview_png(paper: Paper, width: int = 576, logo: Image.Image | None = None) -> bytes:
    """The paper as PNG bytes, dot for dot what the printer gets."""
    return png(draw(paper, width, logo))


def png(image: Image.Image) -> bytes:
    """A drawn paper as PNG bytes."""
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _sheet(paper: Paper, width: int, logo: Image.Image | None) -> Sheet:
    scale = SCALES[width]
    match paper:
        case Slip():
            return (Trial if paper.kind == TRIAL else Ticket)(paper, scale, logo)
        case OneTimeNotice():
            return NoticeSheet(paper, scale, logo)
        case Receipt():
            return ReceiptSheet(paper, scale, logo)
        case DayReport():
            return ReportSheet(paper, scale, logo)
    raise TypeError(type(paper))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
