"""收件回执单: what was handed in and how many pages of it, when to come for the result, and who took it in."""

from PIL import Image

from printers.marks import qr
from printers.papers import terms
from printers.papers.official import Official, by_whom, day_in, of_a_matter
from printers.strips import Part, beside, line, side_by_side, stack
from printers.typeface import BOLD, Run
from server.hall.documents import Material, Receipt
from server.hall.plan import name_in


class ReceiptSheet(Official[Receipt]):
    """A receipt for documents."""

    def drawn(self) -> Image.Image:
        """All blocks in order."""
        facts = self.facts
        due = day_in(facts.due, facts.look.languages)
        return self.blocks(
            *self.letterhead(terms.RECEIPT),
            self.entries(*of_a_matter(facts)),
            self.rule(),
            self.materials(),
            self.rule(),
            self.entries((terms.DUE, due), *by_whom(facts, facts.window)),
            self.signature(terms.CLERK_SIGNS),
            self.follow(),
            self.own_foot(),
            self.ending(),
        )

    def materials(self) -> Image.Image:
        """Every material with its pages, and their sum."""
        pages = sum(one.pages for one in self.facts.materials)
        total = self.said(terms.total(pages), align="right")
        rows = [self.counted(at, one) for at, one in enumerate(self.facts.materials, 1)]
        return self.listed(terms.TAKEN_IN, [*rows, total])

    def counted(self, number: int, one: Material) -> Image.Image:
        """A material behind its number, its pages at the right."""
        s, gap = self.s, self.s.gap // 2
        many = Run(name_in(terms.pages(one.pages), self.main), BOLD, s.head)
        end = line([many], max(round(many.width) + 2, 3 * s.head), "right")
        mark = self.numbered(number)
        said = self.said(one.name, s.column - mark.width - end.width - 2 * gap)
        return side_by_side(side_by_side(mark, said, gap), end, gap)

    def follow(self) -> Image.Image:
        """The QR to follow the matter with, and what to bring when it is done."""
        s, link = self.s, self.facts.track_url
        if not link:
            return self.said(terms.KEEP, align="middle")
        code = qr(link, s.qr)
        width = s.column - code.width - s.gap - s.gap // 2
        parts: list[Part] = [self.said(terms.FOLLOW, width, bold=True), s.gap // 2]
        parts.append(self.said(terms.KEEP, width))
        return beside(code, stack(width, *parts), s.gap + s.gap // 2)
