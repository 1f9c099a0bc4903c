"""What a new hall still needs before its first number is taken, in the order in which it is done."""

from dataclasses import dataclass

from sqlalchemy import Connection

from server.access import keys, people
from server.access.roles import Caller, Role
from server.hall.plan import Hall
from server.hall.plan_parts import parts_of
from server.store import tickets

KINDS = (
    ("services", "Services", "What citizens take numbers for."),
    ("windows", "Windows", "Where clerks serve."),
    ("clerks", "Clerks", "Who serves."),
    ("boards", "Boards", "Screens on the wall."),
    ("printers", "Printers", "Paper for kiosks; a hall can do without."),
    ("kiosks", "Kiosks", "Where numbers are taken."),
)
PEOPLE = ("Invite people", "Each clerk gets a link and chooses a password.")
SCREENS = ("Pair screens", "Open each page on its screen, and accept it there.")


@dataclass(frozen=True)
class Step:
    """One thing to do: how many of how many are `there`, and the page at which it is done."""

    name: str
    about: str
    address: str
    there: int
    needed: int = 1
    optional: bool = False

    @property
    def done(self) -> bool:
        """Whether nothing is missing."""
        return self.there >= self.needed > 0


def steps_of(conn: Connection, plan: Hall, caller: Caller) -> list[Step]:
    """The steps of a new hall that the caller may take; none once it has given a number."""
    if tickets.has_any(conn, plan.code):
        return []
    found = [_kind(plan, *kind) for kind in KINDS]
    if caller.may("manage_people"):
        ready = {one.login for one in people.everyone(conn, plan.code) if one.active and one.ready}
        invited = [clerk for clerk in plan.clerks if clerk.login in ready]
        found.append(Step(*PEOPLE, "/manage/people", len(invited), len(plan.clerks)))
    if caller.may("manage_devices"):
        places = {(Role.BOARD, board.code) for board in plan.boards}
        places |= {(Role.KIOSK, kiosk.code) for kiosk in plan.kiosks}
        live = {(k.role, k.place) for k in keys.everyone(conn, plan.code) if not k.revoked_at}
        found.append(Step(*SCREENS, "/", len(places & live), len(places)))
    return found


def _kind(plan: Hall, kind: str, name: str, about: str) -> Step:
    count = len(parts_of(plan, kind))
    address = f"/manage/setup/{kind}" if count else f"/manage/setup/{kind}/new"
    return Step(name, about, address, count, optional=kind == "printers")
