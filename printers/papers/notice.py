"""一次性告知单: what is missing, ticked in the list of materials, how it goes on, and two lines to sign on."""

from PIL import Image

from printers.papers import terms
from printers.papers.official import Official, by_whom, of_a_matter
from server.hall.documents import OneTimeNotice


class NoticeSheet(Official[OneTimeNotice]):
    """A one-time notice."""

    def drawn(self) -> Image.Image:
        """All blocks in order."""
        facts = self.facts
        limit = (self.entries((terms.TIME_LIMIT, facts.time_limit)),) if facts.time_limit else ()
        return self.blocks(
            *self.letterhead(terms.NOTICE),
            self.entries(*of_a_matter(facts)),
            self.rule(),
            self.materials(),
            self.steps(),
            *limit,
            self.rule(),
            self.entries(*by_whom(facts, facts.window)),
            self.signature(terms.CITIZEN_SIGNS, terms.CLERK_SIGNS, terms.DATE),
            self.own_foot(),
            self.ending(),
        )

    def materials(self) -> Image.Image:
        """Every material behind its box; what is missing is ticked and bold."""
        rows = [
            self.marked(self.box(one.missing), one.name, bold=one.missing)
            for one in self.facts.materials
        ]
        return self.listed(terms.BRING, rows)

    def steps(self) -> Image.Image | None:
        """What happens next, numbered."""
        if not self.facts.steps:
            return None
        told = enumerate(self.facts.steps, 1)
        return self.listed(terms.STEPS, [self.marked(self.numbered(at), step) for at, step in told])
