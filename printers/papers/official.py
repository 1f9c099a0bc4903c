"""What notice, receipt and report have in common: a title, their number, and the clerk who answers for them."""

from datetime import date
from typing import Generic, TypeVar

from PIL import Image

from printers.papers.sheet import Scale, Sheet
from printers.papers.terms import CLERK, NUMBER, SERVICE, TICKET, WEEKDAYS, WINDOW
from server.hall.documents import Document, OneTimeNotice, Receipt
from server.hall.plan import Names, name_in

Facts = TypeVar("Facts", bound=Document)
Entry = tuple[Names, Names | str | None]


class Official(Sheet, Generic[Facts]):
    """A document on its way to dots."""

    def __init__(self, facts: Facts, scale: Scale, logo: Image.Image | None = None) -> None:
        super().__init__(facts, scale, logo)
        self.facts = facts

    def letterhead(self, title: Names) -> tuple[Image.Image | None, ...]:
        """Everything down to the title."""
        return (self.reprint(), self.logo(), self.hall(), self.head(), self.title(title))

    def ending(self) -> Image.Image:
        """When it was made out, and under which number."""
        return self.foot(self.facts.number)


def of_a_matter(facts: OneTimeNotice | Receipt) -> tuple[Entry, ...]:
    """Number, service, and the ticket it was made out for."""
    return (NUMBER, facts.number), (SERVICE, facts.service), (TICKET, facts.ticket)


def by_whom(facts: Document, window: Names | None) -> tuple[Entry, ...]:
    """The clerk with the number of the badge, and the window."""
    badge = f"（{facts.clerk_number}）" if facts.clerk_number else ""
    plain = f" ({facts.clerk_number})" if facts.clerk_number else ""
    clerk = {tag: name + (plain if tag == "en" else badge) for tag, name in facts.clerk.items()}
    return (CLERK, clerk), (WINDOW, window)


def day_in(day: str, languages: tuple[str, ...]) -> Names:
    """A day (ISO) with its weekday, in each language."""
    weekday = WEEKDAYS[date.fromisoformat(day).weekday()]
    return {tag: f"{day} {name_in(weekday, tag)}" for tag in languages}
