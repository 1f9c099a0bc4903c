"""The blocks that all papers share, from the hall's name to the foot, on both widths of paper."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from PIL import Image

from printers.marks import band, fitted, hatched, rule, tick
from printers.papers.words import words_in
from printers.strips import (
    Align,
    Part,
    figure,
    fitting,
    line,
    side_by_side,
    stack,
    text,
    with_unit,
)
from printers.typeface import BOLD, NUMBER, REGULAR, Run
from server.hall.papers import Paper
from server.hall.plan import Names, name_in


@dataclass(frozen=True)
class Scale:
    """Sizes in dots for one width of paper (8 dots are 1 mm); sizes of text are ems."""

    width: int
    margin: int
    hall: int
    service: int
    place: int
    head: int
    small: int
    label: int
    amount: int
    qr: int
    gap: int
    hair: int
    logo: int

    @property
    def column(self) -> int:
        """The width between the margins."""
        return self.width - 2 * self.margin


SCALES = {
    576: Scale(576, 24, 37, 46, 34, 30, 23, 208, 56, 190, 20, 3, 128),
    384: Scale(384, 16, 27, 33, 26, 24, 19, 136, 39, 136, 14, 2, 96),
}


class Sheet:
    """A paper on its way to dots: each method is a block of it, or None when this paper has none.

    `logo` is the picture that the paper's look names, in greys, or None.
    """

    def __init__(self, paper: Paper, scale: Scale, logo: Image.Image | None = None) -> None:
        self.paper, self.s, self._logo = paper, scale, logo
        self.main, self.second = (*paper.look.languages[:2], "")[:2]
        self.words = words_in(self.main)
        self.beneath = words_in(self.second) if self.second else None

    def drawn(self) -> Image.Image:
        """All blocks in order."""
        raise NotImplementedError

    def blocks(self, *blocks: Image.Image | None) -> Image.Image:
        """The blocks that there are, with a gap after each."""
        gap = self.s.gap
        parts: list[Part] = [gap // 2]
        for block in blocks:
            parts += [block, gap] if block else []
        return stack(self.s.width, *parts)

    def reprint(self) -> Image.Image | None:
        """A hatched bar that says which copy this is, so that two papers are never two turns."""
        if not self.paper.copy:
            return None
        words = [w.reprint.format(n=self.paper.copy) for w in (self.words, self.beneath) if w]
        run = Run("  ".join(words), BOLD, self.s.head)
        return hatched(
            line([run], round(run.width) + 2 * self.s.gap), self.s.width, self.s.gap // 2
        )

    def logo(self) -> Image.Image | None:
        """The hall's mark, in whole dots."""
        return fitted(self._logo, self.s.column, self.s.logo) if self._logo else None

    def hall(self) -> Image.Image:
        """Whose paper it is."""
        return self.pair(self.paper.hall, self.s.hall, self.s.small)

    def head(self) -> Image.Image | None:
        """The hall's own lines beneath its name."""
        return self._own(self.paper.look.head)

    def own_foot(self) -> Image.Image | None:
        """The hall's own lines at the end."""
        return self._own(self.paper.look.foot)

    def _own(self, lines: tuple[Names, ...]) -> Image.Image | None:
        if not lines:
            return None
        parts: list[Part] = []
        for names in lines:
            parts += [self.said(names, align="middle"), self.s.gap // 3]
        return stack(self.s.width, *parts[:-1])

    def title(self, names: Names, lines: int = 1) -> Image.Image:
        """What it is, white on a ticket of ink."""
        words = self.pair(names, self.s.service, self.s.head, lines=lines)
        return band(stack(self.s.width, words), self.s.gap // 2, 4 * self.s.gap // 5)

    def rule(self) -> Image.Image:
        """A line between two parts of the paper."""
        return rule(self.s.column, self.s.hair)

    def pair(self, names: Names, size: int, small: int, lines: int = 1) -> Image.Image:
        """A name in the main language and, smaller beneath it, in the second."""
        main, width = name_in(names, self.main), self.s.column
        sizes = (size, round(size * 0.86), round(size * 0.74))
        run = fitting(main, BOLD, sizes, width, lines)
        parts: list[Part] = [text(run, width)]
        under = names.get(self.second)
        if under and under != main:
            parts += [self.s.gap // 5, text(Run(under, REGULAR, small), width)]
        return stack(width, *parts)

    def said(
        self, names: Names, width: int = 0, align: Align = "left", bold: bool = False
    ) -> Image.Image:
        """A sentence in the main language and, smaller, in the second, over as many lines as they need."""
        width = width or self.s.column
        main, under = name_in(names, self.main), names.get(self.second)
        parts: list[Part] = [text(Run(main, BOLD if bold else REGULAR, self.s.head), width, align)]
        if under and under != main:
            parts.append(text(Run(under, REGULAR, self.s.small), width, align))
        return stack(width, *parts)

    def entry(self, label: Names, value: Names) -> Image.Image:
        """A fact: what it is at the left, and, bold, what it says."""
        column, gap = self.s.column, self.s.gap
        left = self.said(label, 3 * column // 10)
        right = self.said(value, column - left.width - gap, bold=True)
        return side_by_side(left, right, gap)

    def entries(self, *facts: tuple[Names, Names | str | None]) -> Image.Image:
        """Facts beneath each other; those that say nothing are left out."""
        parts: list[Part] = []
        for label, value in facts:
            if value:
                names = {self.main: value} if isinstance(value, str) else value
                parts += [self.entry(label, names), self.s.gap // 2]
        return stack(self.s.width, *parts[:-1])

    def listed(self, heading: Names, rows: list[Image.Image]) -> Image.Image:
        """A heading with rows under it."""
        parts: list[Part] = [self.said(heading, bold=True), self.s.gap // 2]
        for row in rows:
            parts += [row, self.s.gap // 2]
        return stack(self.s.width, *parts[:-1])

    def marked(self, mark: Image.Image, names: Names, bold: bool = False) -> Image.Image:
        """A sentence behind a mark: a number, or a box with or without its tick."""
        gap = self.s.gap // 2
        return side_by_side(
            mark, self.said(names, self.s.column - mark.width - gap, bold=bold), gap
        )

    def box(self, on: bool) -> Image.Image:
        """A box to tick, as tall as a line."""
        return tick(round(self.s.head * 1.14), self.s.hair, on)

    def numbered(self, number: int) -> Image.Image:
        """ "3." as wide as the box."""
        run = Run(f"{number}.", REGULAR, self.s.head)
        return line([run], max(round(self.s.head * 1.14), round(run.width)), "left")

    def signature(self, *labels: Names) -> Image.Image:
        """A line to write on for each label, with room for a hand."""
        parts: list[Part] = []
        for label in labels:
            left = self.said(label, 2 * self.s.column // 5)
            room = self.s.column - left.width - self.s.gap
            height = max(left.height, 3 * self.s.head)
            pen = stack(room, height - self.s.hair, rule(room, self.s.hair))
            foot = stack(left.width, height - left.height, left)
            parts += [side_by_side(foot, pen, self.s.gap), self.s.gap // 2]
        return stack(self.s.width, *parts[:-1])

    def cell(self, value: str, unit: str, heading: str, beneath: str, width: int) -> Image.Image:
        """A figure under its name, with the name in the second language beneath."""
        s = self.s
        tag = Run(unit, BOLD, s.small)
        room = width - round(tag.width) - 3 * s.gap
        dash = not any(char.isdigit() for char in value)
        ink = figure(value, NUMBER, 2 * s.hair if dash else s.amount, room)
        above = s.amount - ink.height
        ink = stack(ink.width, above - above // 2 * dash, ink, above // 2 * dash)
        named = with_unit(ink, tag, s.gap // 2) if unit else stack(ink.width, ink, s.small // 5)
        sizes = (s.head, round(s.head * 0.9), s.small)
        parts: list[Part] = [text(fitting(heading, BOLD, sizes, width - s.hair), width)]
        parts += [s.gap // 2, named]
        if beneath:
            parts += [s.gap // 4, text(Run(beneath, REGULAR, s.small), width)]
        return stack(width, *parts)

    def local(self) -> str:
        """The minute at which the paper was made out, in the hall's own time."""
        at = self.paper.issued_at.astimezone(ZoneInfo(self.paper.timezone))
        return f"{at:%Y-%m-%d %H:%M}"

    def foot(self, *where: str) -> Image.Image:
        """When it was made out and, at the right, where or under which number."""
        s = self.s
        left = Run(self.local(), REGULAR, s.small)
        right = Run(" · ".join(where), REGULAR, s.small)
        if not where or left.width + right.width + s.gap > s.column:
            rows: list[Part] = [text(run, s.column) for run in (left, right) if run.text]
        else:
            row = line([left], s.column, "left").copy()
            end = line([right], round(right.width) + 2, "right")
            row.paste(end, (s.column - end.width, 0))
            rows = [row]
        return stack(s.width, rule(s.column, 1), s.gap // 3, *rows)
