"""How a slip lies on paper: hall, service, the number, what to expect, QR, foot."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from PIL import Image

from printers.marks import band, dashes, hatched, pill, qr, rule
from printers.strips import (
    Part,
    beside,
    columns,
    figure,
    fitting,
    line,
    stack,
    text,
    with_unit,
)
from printers.typeface import BOLD, NUMBER, REGULAR, Run
from printers.words import words_in
from server.hall.plan import Names, name_in
from server.hall.slip import Slip

LANGUAGES = ("zh-Hans", "en")


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

    @property
    def column(self) -> int:
        """The width between the margins."""
        return self.width - 2 * self.margin


SCALES = {
    576: Scale(576, 24, 37, 46, 32, 27, 23, 208, 56, 190, 20, 3),
    384: Scale(384, 16, 27, 33, 25, 22, 19, 136, 39, 136, 14, 2),
}


class Sheet:
    """One slip on one paper; each method is a block of it, or None when this slip has none."""

    def __init__(self, slip: Slip, scale: Scale, languages: tuple[str, ...] = LANGUAGES) -> None:
        self.slip = slip
        self.s = scale
        self.main = languages[0]
        self.second = languages[1] if len(languages) > 1 else ""
        self.words = words_in(self.main)
        self.beneath = words_in(self.second) if self.second else None

    def drawn(self) -> Image.Image:
        """All blocks in order."""
        gap = self.s.gap
        parts: list[Part] = [gap // 2]
        for block in (self.reprint(), self.hall(), self.service(), self.number(), self.place()):
            parts += [block, gap] if block else []
        parts += [dashes(self.s.column, self.s.hair), gap]
        for block in (self.expectation(), self.follow(), self.foot()):
            parts += [block, gap] if block else []
        return stack(self.s.width, *parts)

    def reprint(self) -> Image.Image | None:
        """A hatched bar that says which copy this is, so that two papers are never two turns."""
        if not self.slip.copy:
            return None
        words = [w.reprint.format(n=self.slip.copy) for w in (self.words, self.beneath) if w]
        run = Run("  ".join(words), BOLD, self.s.head)
        return hatched(
            line([run], round(run.width) + 2 * self.s.gap), self.s.width, self.s.gap // 2
        )

    def hall(self) -> Image.Image:
        """Whose slip it is."""
        return self.pair(self.slip.hall, self.s.hall, self.s.small)

    def service(self) -> Image.Image:
        """What for, white on a ticket of ink."""
        words = self.pair(self.slip.service, self.s.service, self.s.head, lines=2)
        return band(stack(self.s.width, words), self.s.gap // 2, 4 * self.s.gap // 5)

    def number(self) -> Image.Image:
        """The label, as large as the paper allows, and why it may go first."""
        s = self.s
        said = [Run(self.words.number, REGULAR, s.head)]
        if self.beneath:
            said.append(Run(f"  {self.beneath.number}", REGULAR, s.small))
        label = figure(self.slip.label, NUMBER, s.label, s.column)
        parts: list[Part] = [line(said, s.column), 2 * s.gap // 3, label]
        if self.slip.priority:
            parts += [s.gap, self.priority(self.slip.priority)]
        return stack(s.width, *parts)

    def priority(self, names: Names) -> Image.Image:
        """The green channel's mark with its reason."""
        s, width = self.s, self.s.column - 3 * self.s.gap
        green = [Run(self.words.green, BOLD, s.head)]
        if self.beneath:
            green.append(Run(f"  {self.beneath.green}", REGULAR, s.small))
        parts: list[Part] = [line(green, width)]
        parts.append(text(Run(name_in(names, self.main), BOLD, s.head), width))
        if self.second in names:
            parts.append(text(Run(names[self.second], REGULAR, s.small), width))
        return pill(stack(width, *parts), s.gap)

    def place(self) -> Image.Image | None:
        """The windows one may be called to, in one line when it is short."""
        names = self.slip.windows
        if not names:
            return None
        runs = [Run(name_in(names, self.main), BOLD, self.s.place)]
        if self.second in names:
            runs.append(Run(f"   {names[self.second]}", REGULAR, self.s.head))
        if sum(run.width for run in runs) <= self.s.column:
            return line(runs, self.s.column)
        return self.pair(names, self.s.place, self.s.small)

    def expectation(self) -> Image.Image | None:
        """How many are ahead and how long that may take, as far as either is known."""
        s, said = self.s, []
        if self.slip.ahead is not None:
            said.append((str(self.slip.ahead), "ahead", self.words.people))
        if wait := self.slip.estimate:
            said.append((minutes(wait.p10, wait.p90), "wait", self.words.minutes))
        if not said:
            return None
        cells = [self.amount(*one, s.column // len(said)) for one in said]
        return stack(s.width, columns(cells, s.column, s.hair - 1), s.gap, rule(s.column, s.hair))

    def amount(self, value: str, word: str, unit: str, width: int) -> Image.Image:
        """A figure under its name, with the name in the second language beneath."""
        s = self.s
        tag = Run(unit, BOLD, s.small)
        room = width - round(tag.width) - 3 * s.gap
        ink = figure(value, NUMBER, s.amount, room)
        ink = stack(ink.width, s.amount - ink.height, ink)
        named = with_unit(ink, tag, s.gap // 2) if unit else stack(ink.width, ink, s.small // 5)
        heading = Run(getattr(self.words, word), BOLD, s.head)
        parts: list[Part] = [text(heading, width), s.gap // 2, named]
        if self.beneath:
            small = Run(getattr(self.beneath, f"{word}_beneath"), REGULAR, s.small)
            parts += [s.gap // 4, text(small, width)]
        return stack(width, *parts)

    def follow(self) -> Image.Image:
        """The QR and what it is good for, and what to do after a missed call."""
        s, parts = self.s, list[Part]()
        code = qr(self.slip.track_url, s.qr) if self.slip.track_url else None
        width = s.column - (code.width + s.gap + s.gap // 2 if code else 0)
        align = "left" if code else "middle"
        small = [(words, REGULAR, s.small) for words in [self.beneath] if words]
        if code:
            for words, face, size in [(self.words, BOLD, s.head), *small]:
                parts.append(text(Run(words.follow, face, size), width, align))
            parts.append(s.gap // 2)
        for words, face, size in [(self.words, REGULAR, s.small), *small]:
            parts.append(text(Run(words.missed, face, size), width, align))
        said = stack(width, *parts)
        return beside(code, said, s.gap + s.gap // 2) if code else said

    def foot(self) -> Image.Image:
        """When, where and as which paper it was issued."""
        s, slip = self.s, self.slip
        at = slip.issued_at.astimezone(ZoneInfo(slip.timezone))
        where = [slip.kiosk] if slip.kiosk else []
        where += [f"#{slip.number:06d}"] if slip.number else []
        left = Run(f"{at:%Y-%m-%d %H:%M}", REGULAR, s.small)
        right = Run(" · ".join(where), REGULAR, s.small)
        if not where or left.width + right.width + s.gap > s.column:
            rows: list[Part] = [text(run, s.column) for run in (left, right) if run.text]
        else:
            row = line([left], s.column, "left")
            end = line([right], round(right.width) + 2, "right")
            row.paste(end, (s.column - end.width, 0))
            rows = [row]
        return stack(s.width, rule(s.column, 1), s.gap // 3, *rows)

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


def minutes(low: float, high: float) -> str:
    """p10 to p90 as it is read: "15–20", "12" when both round alike, "<1" under half a minute."""
    first, last = int(low + 0.5), int(high + 0.5)
    if last < 1:
        return "<1"
    return str(last) if first >= last else f"{first}–{last}"
