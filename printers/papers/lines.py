"""What papers say as lines of text, for printers that are too slow for dots and set their own letters."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from printers.papers import terms
from printers.papers.official import by_whom, day_in, of_a_matter
from printers.papers.report import tenth
from printers.papers.ticket import minutes
from printers.papers.words import words_in
from server.hall.documents import DayReport, Document, Figures, OneTimeNotice, Receipt
from server.hall.papers import Paper
from server.hall.plan import Names, name_in
from server.hall.slip import TRIAL, TRIAL_LABEL, Slip

INDENT = "   "
LARGEST = 8
"""How many times as large as its own letters a printer sets a label."""
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Line:
    """Words on lines of their own, `size` times as large as usual (0: as large as the paper allows)."""

    words: str
    size: int = 1
    bold: bool = False
    align: Align = "left"


@dataclass(frozen=True)
class Code:
    """A QR that the printer makes itself."""

    link: str


Piece = Line | Code


def lines_of(paper: Paper) -> list[Piece]:
    """The paper's lines from top to bottom."""
    return list(Lines(paper).all())


class Lines:
    """A paper on its way to text, in the languages of its look."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.main, self.second = (*paper.look.languages[:2], "")[:2]

    def all(self) -> Iterator[Piece]:
        """Everything, between the hall's name and the moment it was made out."""
        paper = self.paper
        if paper.copy:
            said = (words_in(tag).reprint for tag in (self.main, self.second) if tag)
            yield Line("  ".join(said).format(n=paper.copy), bold=True, align="center")
        yield from self.both(paper.hall, bold=True, align="center")
        for names in paper.look.head:
            yield from self.both(names, align="center")
        match paper:
            case Slip():
                yield from self.trial(paper) if paper.kind == TRIAL else self.ticket(paper)
            case OneTimeNotice():
                yield from self.notice(paper)
            case Receipt():
                yield from self.receipt(paper)
            case DayReport():
                yield from self.report(paper)
        for names in paper.look.foot:
            yield from self.both(names, align="center")
        at = paper.issued_at.astimezone(ZoneInfo(paper.timezone))
        yield Line(" ".join([f"{at:%Y-%m-%d %H:%M}", *self.number()]))

    def number(self) -> list[str]:
        """Where it was made out, or under which number."""
        if isinstance(self.paper, Document):
            return [self.paper.number]
        shown = "kiosk" in self.paper.look.shows
        numbered = [f"#{self.paper.number:06d}"] if self.paper.number else []
        return [*filter(None, [self.paper.kiosk]), *numbered] if shown else []

    def both(
        self,
        names: Names,
        size: int = 1,
        bold: bool = False,
        align: Align = "left",
        before: str = "",
    ) -> Iterator[Line]:
        """A name in the main language and, on the next line, in the second."""
        main = name_in(names, self.main)
        yield Line(before + main, size, bold, align)
        if (under := names.get(self.second)) and under != main:
            yield Line(INDENT * bool(before) + under, align=align)

    def term(self, names: Names) -> str:
        """A name in both languages, one beside the other."""
        main, under = name_in(names, self.main), names.get(self.second, "")
        return main if under in ("", main) else f"{main} {under}"

    def entry(self, label: Names, value: Names | str | None) -> Iterator[Line]:
        """A fact behind its name."""
        if value:
            names = {self.main: value} if isinstance(value, str) else value
            yield from self.both(names, before=f"{self.term(label)}: ")

    def ticket(self, slip: Slip) -> Iterator[Piece]:
        """One citizen's turn."""
        shows, words = slip.look.shows, words_in(self.main)
        yield from self.both(slip.service, size=2, align="center")
        yield Line(slip.label, size=0, align="center")
        if slip.priority and "priority" in shows:
            yield Line(f"{words.green} {name_in(slip.priority, self.main)}", 1, True, "center")
        if slip.windows and "windows" in shows:
            yield Line(self.term(slip.windows), align="center")
        if slip.ahead is not None and "ahead" in shows:
            yield Line(f"{self.term(AHEAD)}: {slip.ahead}")
        if slip.estimate and "wait" in shows:
            yield Line(f"{self.term(WAIT)}: {minutes(slip.estimate.p10, slip.estimate.p90)}")
        if slip.track_url and "qr" in shows:
            yield Code(slip.track_url)
            yield Line(words.follow, align="center")
        if "missed" in shows:
            yield Line(words.missed, align="center")

    def trial(self, slip: Slip) -> Iterator[Piece]:
        """A printer's test page: every size it will be asked for."""
        yield from self.both(slip.service, size=2, align="center")
        yield Line(TRIAL_LABEL, size=0, align="center")
        yield from self.both(slip.windows, align="center")

    def notice(self, facts: OneTimeNotice) -> Iterator[Piece]:
        """What is missing, how it goes on, and where to sign."""
        yield from self.both(terms.NOTICE, size=2, align="center")
        for entry in of_a_matter(facts):
            yield from self.entry(*entry)
        yield Line(self.term(terms.BRING), bold=True)
        for one in facts.materials:
            yield from self.both(one.name, bold=one.missing, before=TICKED[one.missing])
        if facts.steps:
            yield Line(self.term(terms.STEPS), bold=True)
        for at, step in enumerate(facts.steps, 1):
            yield from self.both(step, before=f"{at}. ")
        yield from self.entry(terms.TIME_LIMIT, facts.time_limit)
        yield from self.by_whom(facts, facts.window)
        for label in (terms.CITIZEN_SIGNS, terms.CLERK_SIGNS, terms.DATE):
            yield Line("")
            yield Line(f"{self.term(label)}: {TO_SIGN}")

    def receipt(self, facts: Receipt) -> Iterator[Piece]:
        """What was handed in, and when to come for the result."""
        yield from self.both(terms.RECEIPT, size=2, align="center")
        for entry in of_a_matter(facts):
            yield from self.entry(*entry)
        yield Line(self.term(terms.TAKEN_IN), bold=True)
        for at, one in enumerate(facts.materials, 1):
            yield from self.both(one.name, before=f"{at}. ")
            yield Line(name_in(terms.pages(one.pages), self.main), align="right")
        total = terms.total(sum(one.pages for one in facts.materials))
        yield Line(name_in(total, self.main), align="right")
        yield from self.entry(terms.DUE, day_in(facts.due, (self.main,)))
        yield from self.by_whom(facts, facts.window)
        if facts.track_url:
            yield Code(facts.track_url)
            yield Line(self.term(terms.FOLLOW), align="center")
        yield Line(self.term(terms.KEEP), align="center")

    def by_whom(self, facts: Document, window: Names | None) -> Iterator[Line]:
        """The clerk and the window."""
        for entry in by_whom(facts, window):
            yield from self.entry(*entry)

    def report(self, facts: DayReport) -> Iterator[Piece]:
        """A day's figures: as a whole, then a line for each part."""
        yield from self.both(terms.REPORT, size=2, align="center")
        yield Line(day_in(facts.day, (self.main,))[self.main], bold=True, align="center")
        yield self.figures(facts.whole, terms.TICKETS)
        if facts.whole.within is not None:
            within = terms.filled(terms.WITHIN, n=facts.promised)
            yield Line(f"{self.term(within)}: {facts.whole.within:.0%}")
        for heading, first, rows in (
            (terms.BY_SERVICE, terms.TICKETS, facts.services),
            (terms.BY_WINDOW, terms.CALLED, facts.windows),
        ):
            if rows:
                yield Line(self.term(heading), bold=True)
            for row in rows:
                yield Line(name_in(row.name, self.main))
                yield self.figures(row, first, INDENT)
        yield Line(self.term(terms.RATINGS), bold=True)
        for names, many in zip(terms.GRADES, facts.ratings, strict=True):
            yield Line(f"{self.term(names)}: {many}")
        yield from self.entry(terms.PRINTED_BY, facts.clerk)

    def figures(self, row: Figures, first: Names, indent: str = "") -> Line:
        """Figures behind their names."""
        told = (
            (first, str(row.tickets)),
            (terms.SERVED, str(row.served)),
            (terms.MISSED, str(row.missed)),
            (terms.MEDIAN, tenth(row.median)),
            (terms.P90, tenth(row.p90)),
        )
        return Line(
            indent + " ".join(f"{name_in(name, self.main)} {value}" for name, value in told)
        )


AHEAD: Names = {tag: f"{words_in(tag).ahead}" for tag in ("zh-Hans", "en", "zh-Hant")}
WAIT: Names = {tag: words_in(tag).wait_beneath for tag in ("zh-Hans", "en", "zh-Hant")}
TICKED = {True: "[√] ", False: "[  ] "}
TO_SIGN = "____________________"
