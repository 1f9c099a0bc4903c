"""What a window calls: its services, of these what the clerk who sits there can do."""

from server.hall.plan import Clerk, Hall


def can_do(clerk: Clerk | None, service: str) -> bool:
    """Whether somebody serves it; a clerk without a list does everything, and so does a window without a clerk."""
    return clerk is None or not clerk.services or service in clerk.services


def serves(plan: Hall, window: str, login: str | None) -> tuple[str, ...]:
    """The services a window calls for while this person sits there, in the window's order; none for no window."""
    place, clerk = plan.window(window), plan.clerk(login)
    return tuple(code for code in place.services if can_do(clerk, code)) if place else ()
