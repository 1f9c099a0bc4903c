"""服务日报: a day's tickets, waits and ratings, as a whole, by service and by window."""

from PIL import Image

from printers.marks import rule
from printers.papers import terms
from printers.papers.official import Official, day_in
from printers.strips import Part, beside, columns, fitting, line, stack, text
from printers.typeface import BOLD, NUMBER, REGULAR, Run
from server.hall.documents import DayReport, Figures
from server.hall.plan import Names, name_in

HEADS = (terms.SERVED, terms.MEDIAN, terms.P90_SHORT)


class ReportSheet(Official[DayReport]):
    """A day's report."""

    def drawn(self) -> Image.Image:
        """All blocks in order."""
        facts = self.facts
        day = day_in(facts.day, facts.look.languages)
        return self.blocks(
            *self.letterhead(terms.REPORT),
            self.pair(day, self.s.place, self.s.small),
            self.counts(),
            self.rule(),
            self.waits(),
            self.rule(),
            self.table(terms.BY_SERVICE, terms.TICKETS, facts.services),
            self.table(terms.BY_WINDOW, terms.CALLED, facts.windows),
            self.ratings(),
            self.rule(),
            self.entries((terms.PRINTED_BY, facts.clerk)),
            self.own_foot(),
            self.ending(),
        )

    def cells(self, *said: tuple[Names, str, str]) -> Image.Image:
        """Figures side by side: what each is, the figure, its unit."""
        width = self.s.column // len(said)
        cut = [
            self.cell(
                value,
                unit,
                name_in(names, self.main),
                names.get(self.second, "") if self.second else "",
                width,
            )
            for names, value, unit in said
        ]
        return columns(cut, self.s.column, self.s.hair - 1)

    def counts(self) -> Image.Image:
        """How many came, were served, and missed their number."""
        whole = self.facts.whole
        return self.cells(
            (terms.TICKETS, str(whole.tickets), ""),
            (terms.SERVED, str(whole.served), ""),
            (terms.MISSED, str(whole.missed), ""),
        )

    def waits(self) -> Image.Image:
        """The middle wait, the one that nine in ten stay under, and how often the promise was kept."""
        whole = self.facts.whole
        heading = self.said(terms.WAITS, align="middle", bold=True)
        kept = "–" if whole.within is None else f"{whole.within:.0%}"
        cells = self.cells(
            (terms.MEDIAN, tenth(whole.median), ""), (terms.P90, tenth(whole.p90), "")
        )
        within = terms.filled(terms.WITHIN, n=self.facts.promised)
        told = {tag: f"{words}  {kept}" for tag, words in within.items()}
        return stack(
            self.s.width,
            heading,
            self.s.gap // 2,
            cells,
            self.s.gap,
            self.said(told, align="middle", bold=True),
        )

    def table(self, heading: Names, first: Names, rows: tuple[Figures, ...]) -> Image.Image | None:
        """A line of four figures for each part, under their heads."""
        if not rows:
            return None
        parts: list[Part] = [self.row(self.said(heading, self.named, bold=True), self.heads(first))]
        for row in rows:
            numbers = (str(row.tickets), str(row.served), tenth(row.median), tenth(row.p90))
            cut = [line([Run(one, NUMBER, self.s.head)], self.wide) for one in numbers]
            label = Run(name_in(row.name, self.main), BOLD, self.s.small)
            parts += [self.s.gap // 3, rule(self.s.column, 1), self.s.gap // 3]
            parts.append(self.row(text(label, self.named, "left"), cut))
        return stack(self.s.width, *parts)

    @property
    def wide(self) -> int:
        """The width of a column of figures."""
        return self.s.column // (4 if self.narrow else 6)

    @property
    def named(self) -> int:
        """The width of a part's name: beside its figures, or above them on narrow paper."""
        return self.s.column if self.narrow else self.s.column - 4 * self.wide

    @property
    def narrow(self) -> bool:
        """Whether names stand above their figures."""
        return self.s.width < 576

    def heads(self, first: Names) -> list[Image.Image]:
        """What the four columns are."""
        cut = []
        for names in (first, *HEADS):
            tags = [(self.main, self.s.small)]
            tags += [(self.second, self.s.small * 3 // 4)] if self.second else []
            runs = [fitted(name_in(names, tag), size, self.wide) for tag, size in tags]
            cut.append(stack(self.wide, *(line([run], self.wide) for run in runs)))
        return cut

    def row(self, name: Image.Image, cut: list[Image.Image]) -> Image.Image:
        """A part's name and its figures."""
        figures = columns(cut, 4 * self.wide, 0)
        if self.narrow:
            return stack(self.s.width, name, figures)
        return beside(name, figures, 0)

    def ratings(self) -> Image.Image:
        """How many gave each of the five grades."""
        told = zip(terms.GRADES, self.facts.ratings, strict=True)
        return self.listed(terms.RATINGS, [self.grade(names, many) for names, many in told])

    def grade(self, names: Names, many: int) -> Image.Image:
        """A grade in both languages, and at the right how many gave it."""
        s = self.s
        runs = [Run(name_in(names, self.main), REGULAR, s.head)]
        runs += [Run(f"  {names[self.second]}", REGULAR, s.small)] if self.second else []
        number = line([Run(str(many), NUMBER, s.head)], 3 * s.head, "right")
        return beside(line(runs, s.column - number.width, "left"), number, 0)


def fitted(words: str, size: int, width: int) -> Run:
    """The words in one line of so many dots, smaller than `size` where they must be."""
    return fitting(words, REGULAR, tuple(range(size, size // 2, -1)), width)


def tenth(value: float | None) -> str:
    """Minutes to a tenth; a dash for what was not measured."""
    return "–" if value is None else f"{value:.1f}"
