"""A clerk's photo as it is kept: upright, square, small, and without anything that the camera wrote beside it."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from secrets import token_hex

from PIL import Image, ImageOps, UnidentifiedImageError
from werkzeug.datastructures import FileStorage

from server import photos
from server.hall.sentence import Sentence, says
from server.manage.setup.reading import Typed, Unreadable
from server.parts import parts
from server.store import plans

LARGEST = 5 * 2**20
"""Bytes of a file that somebody may choose."""

LARGEST_BODY = 12 * 2**20
"""Bytes of its form: a photo that is somewhat too large is told so on the form, with all that was typed."""

MOST_PIXELS = 24_000_000
"""Dots of a picture once it is opened: a hundred megabytes. A JPEG is made smaller while it is opened."""

SIDE = 400
"""Dots across, as the sample's portraits: twice what the evaluator shows."""

FACE = (0.5, 0.3)
"""The part of a tall picture that is kept: people's faces are above its middle."""

FORMATS = ("PNG", "JPEG", "WEBP")
TOO_LARGE = "a photo has at most 5 MB"
NO_PHOTO = "this is no PNG, JPEG or WebP picture"


def take_photo(typed: Typed, chosen: FileStorage | None) -> list[tuple[str, Sentence]]:
    """Keep what was chosen and type its name; a fault as (key, sentence) when it cannot be a photo."""
    if chosen is None or not chosen.filename:
        return []
    here = parts()
    now = here.clock()
    try:
        name = keep_photo(chosen.read(), photos.home_of(here.data))
    except Unreadable as wrong:
        return [(wrong.place, wrong.sentence)]
    photos.still_named(here.data, [name], now)
    with here.store.read() as conn:
        known = [plans.read(conn, code) for code in plans.codes(conn)]
    photos.forget(here.data, {one for plan in known if plan for one in photos.named(plan)}, now)
    typed["photo"] = name
    typed.poplist("photo.none")
    return []


def keep_photo(raw: bytes, folder: Path) -> str:
    """Keep a chosen photo; the name under which it is served. The same picture has the same name.

    Raises Unreadable for what is too large or no picture.
    """
    if len(raw) > LARGEST:
        raise Unreadable("photo", says(TOO_LARGE))
    try:
        made = portrait(raw)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        raise Unreadable("photo", says(NO_PHOTO)) from None
    name = f"{sha256(made).hexdigest()[:20]}.jpg"
    folder.mkdir(parents=True, exist_ok=True)
    # A form that was sent twice at once keeps the same picture twice: neither takes the other's half.
    part = folder / f".{name}.{token_hex(4)}.part"
    part.write_bytes(made)
    part.replace(folder / name)
    return name


def portrait(raw: bytes) -> bytes:
    """The picture as a JPEG of SIDE by SIDE. Raises what Pillow raises for files that are no picture."""
    with Image.open(BytesIO(raw), formats=FORMATS) as image:
        image.draft("RGB", (2 * SIDE, 2 * SIDE))
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    small = ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS, centering=FACE)
    # A fresh sheet: nothing but the dots goes over to it.
    sheet = Image.new("RGB", small.size, "white")
    sheet.paste(small, mask=small)
    out = BytesIO()
    sheet.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()
