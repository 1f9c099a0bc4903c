"""Chosen pictures made small: a clerk's portrait and a hall's logo, without what a camera wrote beside them."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from server.hall.sentence import Sentence, says

MOST_PIXELS = 24_000_000
"""Dots of a picture once it is opened: a hundred megabytes. A JPEG is made smaller while it is opened."""

SIDE = 400
"""Dots across, as the sample's portraits: twice what the evaluator shows."""

FACE = (0.5, 0.3)
"""The part of a tall picture that is kept: people's faces are above its middle."""

LOGO_SIZE = (1056, 512)
"""Dots of a logo: twice what the widest paper shows of it."""

FAINT = 16
"""Greys that are as good as white at a logo's edges."""

TOO_MANY = "a picture has at most {most} million dots: save it smaller"
UNSEEN = "all of this picture is white on paper: choose one in dark ink"
FORMATS = ("PNG", "JPEG", "WEBP")


@dataclass(frozen=True)
class Picture:
    """A kind of picture that a form takes: the field's `key`, how it is made small, and its file's suffix."""

    key: str
    suffix: str
    make: Callable[[bytes], bytes]


class Unfit(Exception):
    """A picture that cannot be taken; why is its `sentence`."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def upright_of(raw: bytes, side: int) -> Image.Image:
    """A picture the right way up, opened at `side` dots across or more.

    Raises Unfit, and what Pillow raises for files that are no picture.
    """
    with Image.open(BytesIO(raw), formats=FORMATS) as image:
        image.draft("RGB", (side, side))
        if image.width * image.height > MOST_PIXELS:
            raise Unfit(says(TOO_MANY, most=MOST_PIXELS // 1_000_000))
        return ImageOps.exif_transpose(image).convert("RGBA")


def portrait(raw: bytes) -> bytes:
    """The picture as a JPEG of SIDE by SIDE."""
    small = ImageOps.fit(
        upright_of(raw, 2 * SIDE), (SIDE, SIDE), Image.Resampling.LANCZOS, centering=FACE
    )
    # A fresh sheet: nothing but the dots goes over to it.
    sheet = Image.new("RGB", small.size, "white")
    sheet.paste(small, mask=small)
    out = BytesIO()
    sheet.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()


def logo(raw: bytes) -> bytes:
    """The picture in greys on white, without empty edges, as a PNG that is no larger than paper can show.

    Raises Unfit."""
    picture = upright_of(raw, LOGO_SIZE[0])
    sheet = Image.new("L", picture.size, "white")
    sheet.paste(picture.convert("L"), mask=picture.getchannel("A"))
    inked = ImageOps.invert(sheet).point(lambda ink: 255 if ink > FAINT else 0).getbbox()
    if inked is None:
        raise Unfit(says(UNSEEN))
    sheet = sheet.crop(inked)
    sheet.thumbnail(LOGO_SIZE, Image.Resampling.LANCZOS)
    out = BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()


PORTRAIT = Picture("photo", ".jpg", portrait)
LOGO = Picture("logo", ".png", logo)
