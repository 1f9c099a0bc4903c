"""What a window calls: its services, of these what the clerk who sits there can do, and who was sent to it."""

from dataclasses import dataclass, replace

from server.hall.pause import Pauses, going
from server.hall.plan import Clerk, Hall
from server.hall.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a window calls: of `own` services whoever was sent to no window, of all its `services` whoever
    somebody sent to it.

    A person who sends a ticket to a window knows why, so it is called whoever sits there: a clerk's list
    limits only what nobody sent. `store.tickets` says the same in SQL; a test holds them equal.
    """

    window: str
    services: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    def has(self, ticket: Ticket) -> bool:
        """Whether the window may call a ticket that waits."""
        if ticket.bound is None:
            return ticket.service in self.own
        return ticket.bound == self.window and ticket.service in self.services

    def without(self, pauses: Pauses) -> "Reach":
        """What is left of it while something pauses: who was sent to a window waits like everybody."""
        return replace(self, services=going(pauses, self.services), own=going(pauses, self.own))


def can_do(clerk: Clerk | None, service: str) -> bool:
    """Whether somebody serves it; a clerk without a list does everything, and so does a window without a clerk."""
    return clerk is None or not clerk.services or service in clerk.services


def reach(plan: Hall, window: str, login: str | None) -> Reach:
    """Whom a window calls while this person sits there; nobody for no window."""
    place, clerk = plan.window(window), plan.clerk(login)
    services = place.services if place else ()
    return Reach(window, services, tuple(code for code in services if can_do(clerk, code)))


def serves(plan: Hall, window: str, login: str | None) -> tuple[str, ...]:
    """The services a window calls for while this person sits there, in the window's order; none for no window."""
    return reach(plan, window, login).own
