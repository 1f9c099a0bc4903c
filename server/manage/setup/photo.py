"""A chosen picture is kept as soon as its form is sent: a clerk's photo, a hall's logo."""

from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from PIL import Image, UnidentifiedImageError
from werkzeug.datastructures import FileStorage

from server import photos
from server.hall.sentence import Sentence, says
from server.manage.setup.picture import PORTRAIT, Picture, Unfit
from server.manage.setup.reading import Typed, Unreadable
from server.parts import parts
from server.store import plans

LARGEST = 5 * 2**20
"""Bytes of a file that somebody may choose."""

LARGEST_BODY = 12 * 2**20
"""Bytes of its form: a photo that is somewhat too large is told so on the form, with all that was typed."""

TOO_LARGE = "a photo has at most 5 MB"
NO_PHOTO = "this is no PNG, JPEG or WebP picture"


def take_photo(
    typed: Typed, chosen: FileStorage | None, kind: Picture = PORTRAIT
) -> list[tuple[str, Sentence]]:
    """Keep what was chosen and type its name; a fault as (key, sentence) when it cannot be a picture."""
    if chosen is None or not chosen.filename:
        return []
    here = parts()
    now = here.clock()
    try:
        name = keep_photo(chosen.read(), photos.home_of(here.data), kind)
    except Unreadable as wrong:
        return [(wrong.place, wrong.sentence)]
    photos.still_named(here.data, [name], now)
    with here.store.read() as conn:
        known = [plans.read(conn, code) for code in plans.codes(conn)]
    photos.forget(here.data, {one for plan in known if plan for one in photos.named(plan)}, now)
    typed[kind.key] = name
    typed.poplist(f"{kind.key}.none")
    return []


def keep_photo(raw: bytes, folder: Path, kind: Picture = PORTRAIT) -> str:
    """Keep a chosen photo; the name under which it is served. The same picture has the same name.

    Raises Unreadable for what is too large or no picture.
    """
    made = made_of(raw, kind)
    name = f"{sha256(made).hexdigest()[:20]}{kind.suffix}"
    folder.mkdir(parents=True, exist_ok=True)
    # A form that was sent twice at once keeps the same picture twice: neither takes the other's half.
    part = folder / f".{name}.{token_hex(4)}.part"
    part.write_bytes(made)
    part.replace(folder / name)
    return name


def made_of(raw: bytes, kind: Picture) -> bytes:
    """A chosen picture as it is kept. Raises Unreadable for what is too large or no picture."""
    if len(raw) > LARGEST:
        raise Unreadable(kind.key, says(TOO_LARGE))
    try:
        return kind.make(raw)
    except Unfit as unfit:
        raise Unreadable(kind.key, unfit.sentence) from None
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        raise Unreadable(kind.key, says(NO_PHOTO)) from None
