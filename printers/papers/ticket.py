"""How a ticket's slip lies on paper: hall, service, the number, what to expect, QR, foot."""

from PIL import Image

from printers.marks import dashes, pill, qr, rule
from printers.papers.sheet import Scale, Sheet
from printers.papers.words import Words
from printers.strips import Part, beside, columns, figure, line, stack, text
from printers.typeface import BOLD, NUMBER, REGULAR, Face, Run
from server.hall.plan import Names, name_in
from server.hall.slip import Slip


class Ticket(Sheet):
    """One citizen's turn."""

    def __init__(self, slip: Slip, scale: Scale, logo: Image.Image | None = None) -> None:
        super().__init__(slip, scale, logo)
        self.slip = slip

    def shows(self, what: str) -> bool:
        """Whether the hall wants this on its slips."""
        return what in self.slip.look.shows

    def drawn(self) -> Image.Image:
        """All blocks in order."""
        above = (self.reprint(), self.logo(), self.hall(), self.head(), self.service())
        middle = (self.number(), self.place(), dashes(self.s.column, self.s.hair))
        below = (self.expectation(), self.follow(), self.missed(), self.own_foot(), self.ending())
        return self.blocks(*above, *middle, *below)

    def service(self) -> Image.Image:
        """What for."""
        return self.title(self.slip.service, lines=2)

    def number(self) -> Image.Image:
        """The label, as large as the paper allows, and why it may go first."""
        s = self.s
        said = [Run(self.words.number, REGULAR, s.head)]
        if self.beneath:
            said.append(Run(f"  {self.beneath.number}", REGULAR, s.small))
        label = figure(self.slip.label, NUMBER, s.label, s.column)
        parts: list[Part] = [line(said, s.column), 2 * s.gap // 3, label]
        if self.slip.priority and self.shows("priority"):
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
        if not names or not self.shows("windows"):
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
        if self.slip.ahead is not None and self.shows("ahead"):
            said.append((str(self.slip.ahead), "ahead", self.words.people))
        if (wait := self.slip.estimate) and self.shows("wait"):
            said.append((minutes(wait.p10, wait.p90), "wait", self.words.minutes))
        if not said:
            return None
        cells = [self.amount(*one, s.column // len(said)) for one in said]
        return stack(s.width, columns(cells, s.column, s.hair - 1), s.gap, rule(s.column, s.hair))

    def amount(self, value: str, word: str, unit: str, width: int) -> Image.Image:
        """A figure under its name in both languages."""
        beneath = getattr(self.beneath, f"{word}_beneath") if self.beneath else ""
        return self.cell(value, unit, getattr(self.words, word), beneath, width)

    def follow(self) -> Image.Image | None:
        """The QR and what it is good for."""
        s, parts = self.s, list[Part]()
        link = self.slip.track_url if self.shows("qr") else ""
        if not link:
            return None
        code = qr(link, s.qr)
        width = s.column - code.width - s.gap - s.gap // 2
        for words, face, size in self.sentences(BOLD):
            parts.append(text(Run(words.follow, face, size), width, "left"))
        return beside(code, stack(width, *parts), s.gap + s.gap // 2)

    def missed(self) -> Image.Image | None:
        """What to do after a missed call, across the whole paper so that it stays one line."""
        if not self.shows("missed"):
            return None
        said = self.sentences(REGULAR)
        parts = [text(Run(words.missed, face, size), self.s.column) for words, face, size in said]
        return stack(self.s.column, *parts)

    def sentences(self, face: Face) -> list[tuple[Words, Face, int]]:
        """The words of each language with their face and size."""
        small = [(self.beneath, REGULAR, self.s.small)] if self.beneath else []
        return [(self.words, face, self.s.head), *small]

    def ending(self) -> Image.Image:
        """When, where and as which paper it was issued."""
        slip = self.slip
        where = [slip.kiosk] if slip.kiosk else []
        where += [f"#{slip.number:06d}"] if slip.number else []
        return self.foot(*(where if self.shows("kiosk") else ()))


def minutes(low: float, high: float) -> str:
    """p10 to p90 as it is read: "15–20", "12" when both round alike, "<1" under half a minute."""
    first, last = int(low + 0.5), int(high + 0.5)
    if last < 1:
        return "<1"
    return str(last) if first >= last else f"{first}–{last}"
