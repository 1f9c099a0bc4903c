"""A slip as it will lie in the hand: the picture of `server.hall.slip.Slip`."""

from io import BytesIO

from PIL import Image

from printers.layout import LANGUAGES, SCALES, Sheet
from printers.trial import Trial
from server.hall.slip import TRIAL, Slip


def draw(slip: Slip, width: int = 576, languages: tuple[str, ...] = LANGUAGES) -> Image.Image:
    """The slip's dots, a 1-bit image in which 0 is ink, `width` (576 or 384) across.

    `languages` are the main one and, if a second is given, the one beneath it. ValueError for a
    width that no paper of ours has.
    """
    if width not in SCALES:
        raise ValueError(f"no slip is {width} dots wide")
    sheet = Trial if slip.kind == TRIAL else Sheet
    return sheet(slip, SCALES[width], languages).drawn()


def preview_png(slip: Slip, width: int = 576) -> bytes:
    """The slip as PNG bytes, dot for dot what the printer gets."""
    return png(draw(slip, width))


def png(image: Image.Image) -> bytes:
    """A drawn slip as PNG bytes."""
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
