"""Draw the sample clerks' portraits into server/sample/photos/: six calm, flat faces, nobody real.

    python tools/portraits.py

Needs Pillow alone. What it wrote is in the repository: the sample hall never needs this tool.
"""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

HOME = Path(__file__).resolve().parent.parent / "server" / "sample" / "photos"
SIDE, FINER = 400, 4
COLOURS = 128
SHIRT, INK = "#fbf9f4", "#2a2f31"
Point = tuple[float, float]


@dataclass(frozen=True)
class Person:
    """Colours and shapes of one face; `hair` is short, side, bob, long or bun."""

    login: str
    ground: str
    coat: str
    skin: str
    shade: str
    hair: str
    tint: str
    tie: str | None = None
    glasses: bool = False


PEOPLE = (
    Person("chenli", "#dbe6e0", "#2f4a57", "#f0cdb0", "#deb190", "side", "#23262a", tie="#0a6b52"),
    Person("wangmin", "#efe2d0", "#3d4d49", "#f5d5bb", "#e3b797", "bob", "#2e2422"),
    Person("linxiao", "#d5e4de", "#0f5a47", "#f4d2b6", "#e0b391", "long", "#1f2022"),
    Person(
        "zhouhang", "#dde5ec", "#33475c", "#eac49f", "#d3a57e", "short", "#1d1f21", tie="#1d5b94"
    ),
    Person("hejing", "#f0e0d8", "#54404a", "#f6d8c2", "#e4bb9e", "bun", "#33261f", glasses=True),
    Person(
        "luoyi", "#e6e2d2", "#41463c", "#e7c09c", "#cf9f78", "short", "#5b5d5e", "#96700c", True
    ),
)


class Pen:
    """Draws in units of a 400-pixel square, centred shapes first."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (SIDE * FINER, SIDE * FINER), ground)
        self.draw = ImageDraw.Draw(self.image)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str) -> None:
        """An ellipse around a centre."""
        self.draw.ellipse([v * FINER for v in (x - rx, y - ry, x + rx, y + ry)], fill=fill)

    def shape(self, points: list[Point], fill: str) -> None:
        """A polygon."""
        self.draw.polygon([(x * FINER, y * FINER) for x, y in points], fill=fill)

    def block(self, box: tuple[float, float, float, float], radius: float, fill: str) -> None:
        """A rounded rectangle."""
        self.draw.rounded_rectangle([v * FINER for v in box], radius * FINER, fill=fill)

    def arc(
        self, x: float, y: float, rx: float, ry: float, span: tuple[int, int], ink: str, w: float
    ) -> None:
        """Part of an ellipse's line, `span` in degrees clockwise from three o'clock."""
        box = [v * FINER for v in (x - rx, y - ry, x + rx, y + ry)]
        self.draw.arc(box, *span, fill=ink, width=round(w * FINER))

    def small(self) -> Image.Image:
        """The picture at its real size, in few colours."""
        shrunk = self.image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
        return shrunk.quantize(COLOURS, dither=Image.Dither.NONE)


def portrait(person: Person) -> Image.Image:
    """One person, from the back of the hair to the glasses."""
    pen = Pen(person.ground)
    _hair_behind(pen, person)
    _body(pen, person)
    _head(pen, person)
    _hair_before(pen, person)
    _features(pen, person)
    return pen.small()


def _hair_behind(pen: Pen, person: Person) -> None:
    if person.hair == "bob":
        pen.block((118, 96, 282, 258), 72, person.tint)
    if person.hair == "long":
        pen.block((116, 92, 284, 344), 78, person.tint)
    if person.hair == "bun":
        pen.oval(200, 84, 36, 32, person.tint)


def _body(pen: Pen, person: Person) -> None:
    pen.oval(200, 452, 158, 150, person.coat)
    pen.shape([(160, 300), (240, 300), (200, 404)], SHIRT)
    pen.block((172, 236, 228, 322), 28, person.shade)
    pen.shape([(168, 296), (200, 328), (178, 350), (156, 306)], SHIRT)
    pen.shape([(232, 296), (200, 328), (222, 350), (244, 306)], SHIRT)
    if person.tie:
        pen.shape(
            [(190, 328), (210, 328), (207, 342), (214, 400), (186, 400), (193, 342)], person.tie
        )
    else:
        pen.oval(266, 372, 7, 7, "#ffb81c")


def _head(pen: Pen, person: Person) -> None:
    for x in (134, 266):
        pen.oval(x, 196, 13, 19, person.shade)
    pen.oval(200, 190, 66, 80, person.skin)


def _hair_before(pen: Pen, person: Person) -> None:
    tint, skin = person.tint, person.skin
    pen.oval(200, 150, 76, 62, tint)
    if person.hair == "short":
        pen.block((126, 140, 140, 192), 6, tint)
        pen.block((260, 140, 274, 192), 6, tint)
        pen.oval(200, 206, 61, 64, skin)
    elif person.hair == "side":
        pen.block((126, 140, 141, 196), 6, tint)
        pen.block((259, 140, 274, 196), 6, tint)
        pen.oval(212, 202, 54, 58, skin)
        pen.oval(182, 206, 46, 48, skin)
    else:
        pen.oval(200, 214, 60, 66, skin)
        parting = 168 if person.hair == "long" else 200 if person.hair == "bun" else 232
        pen.oval((parting + 132) / 2 - 2, 138, (parting - 118) / 2, 38, tint)
        pen.oval((parting + 268) / 2 + 2, 138, (282 - parting) / 2, 38, tint)


def _features(pen: Pen, person: Person) -> None:
    for x in (175, 225):
        pen.arc(x, 190, 15, 10, (205, 335), person.tint, 4)
        pen.oval(x, 203, 5.2, 6, INK)
        pen.oval(x + (-12 if x < 200 else 12), 226, 11, 7, _between(person.skin, "#e58f78", 0.28))
    pen.arc(200, 216, 9, 8, (40, 140), person.shade, 4)
    pen.arc(200, 228, 24, 18, (28, 152), "#9c4a3c", 5)
    if person.glasses:
        for x in (174, 226):
            pen.arc(x, 203, 21, 19, (0, 360), INK, 3.5)
        pen.arc(200, 203, 6, 5, (200, 340), INK, 3.5)


def _between(first: str, second: str, share: float) -> str:
    mixed = (
        round(int(first[i : i + 2], 16) * (1 - share) + int(second[i : i + 2], 16) * share)
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{value:02x}" for value in mixed)


def main() -> None:
    """Write the six portraits and print the bytes of each."""
    HOME.mkdir(parents=True, exist_ok=True)
    for person in PEOPLE:
        path = HOME / f"{person.login}.png"
        portrait(person).save(path, optimize=True)
        print(f"{path.stat().st_size:7} {path.name}")


if __name__ == "__main__":
    main()
