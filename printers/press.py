"""How one printer's papers are made: for a width of paper, in dots or in the printer's own letters."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image

from printers.escpos import job
from printers.letters import drawn
from printers.native import rows_of, text_job, unprintable
from printers.papers.lines import Piece, lines_of
from printers.slip import draw, holes, texts
from server.hall.documents import Document
from server.hall.papers import Paper, Undrawable

DOTS, TEXT = "dots", "text"


@dataclass(frozen=True)
class Made:
    """A paper on its way to the printer: its bytes, its length in dots, and its picture when that is what is sent."""

    data: bytes
    dots: int
    image: Image.Image | None = None


@dataclass(frozen=True)
class Press:
    """`width` is in dots (576 or 384), `template` "dots" or "text"; logos lie in the folder `pictures`."""

    width: int = 576
    template: str = DOTS
    pictures: Path | None = None

    def image(self, paper: Paper) -> Image.Image:
        """The paper's dots, or how it will stand in the printer's own letters. Raises Undrawable."""
        if self.template == TEXT:
            return drawn(rows_of(self._lines(paper), self.width), self.width)
        return draw(paper, self.width, self._logo(paper))

    def made(self, paper: Paper) -> Made:
        """The paper's bytes. Raises Undrawable."""
        if self.template == TEXT:
            text = text_job(rows_of(self._lines(paper), self.width))
            return Made(text.data, text.dots)
        image = self.image(paper)
        return Made(job(image), image.height, image)

    def lacks(self, paper: Document) -> list[str]:
        """The characters of an official paper that would be holes in it, each once."""
        return unprintable(texts(paper)) if self.template == TEXT else holes(paper)

    def _lines(self, paper: Paper) -> list[Piece]:
        if isinstance(paper, Document) and (missing := self.lacks(paper)):
            raise Undrawable(missing)
        return lines_of(paper)

    def _logo(self, paper: Paper) -> Image.Image | None:
        name = paper.look.logo
        try:
            return opened(self.pictures / Path(name).name) if self.pictures and name else None
        except OSError:
            return None  # a paper without its logo is better than none


USUAL = Press()


def pictures_of(data: Path) -> Path:
    """Where a data folder keeps logos: beside the clerks' photos."""
    return data / "photos"


@lru_cache(maxsize=16)
def opened(path: Path) -> Image.Image:
    """A logo in greys. OSError when it is not there, and then it is looked for again the next time."""
    with Image.open(path, formats=("PNG",)) as image:
        return image.convert("L")
