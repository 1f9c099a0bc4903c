"""Everybody who may ask, in each state that a key or a session can be in, and two halls to ask about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from shutil import copytree
from typing import Any

from sqlalchemy import select

from server.access import keys, people
from server.access.identify import COOKIE
from server.access.roles import KEY_ROLES, ONE_WINDOW, Role
from server.api.problem import SENTENCES
from server.desk.setup import put_plan
from server.hall.plan import Board, Clerk, Hall, Kiosk, Printer, Service, Window
from server.live.teller import Teller
from server.plan_file import SAMPLE
from server.store.tables import metadata
from tests.inside import PLACES, Inside, bearer, inside
from tests.stage import HALL, SQLITE, named

LAKE = Hall(
    code="lake",
    name=named("湖畔大厅", "Lake Hall"),
    services=(Service("boats", named("船舶", "Boats"), "L"),),
    windows=(Window("91", named("91号窗口", "Window 91"), ("boats",)),),
    boards=(Board("shore", named("岸屏", "Shore")),),
    kiosks=(Kiosk("k9", named("取号机", "Kiosk"), printer="p9"),),
    printers=(Printer("p9", named("打印机", "Printer")),),
)
"""Nothing in it has a code of River Hall's."""

THERE = {Role.KIOSK: "k9", Role.BOARD: "shore"} | dict.fromkeys(ONE_WINDOW, "91")
RIVER = ("滨江", "River Hall", HALL, "身份证", "Chen Li")
"""Words by which River Hall would be known in an answer to somebody else."""

PERSONS = (Role.CLERK, Role.SUPERVISOR, Role.MANAGER, Role.ADMIN)
SEEN = frozenset({"seen_at", "until", "at"})
Headers = dict[str, str]


@dataclass(frozen=True)
class Holder:
    """Somebody of a role: a device or program by its key, a person by their session, a citizen by their slip."""

    role: Role
    person: bool = False

    def __str__(self) -> str:
        return f"{self.role}{' in person' if self.person else ''}"


HOLDERS = [
    *(Holder(role) for role in sorted(KEY_ROLES)),
    *(Holder(role, person=True) for role in PERSONS),
    Holder(Role.CITIZEN),
]


@dataclass
class Crowd:
    """The holders' headers: good, of the other hall, or ended."""

    house: Inside
    good: dict[Holder, Headers]
    foreign: dict[Holder, Headers]
    ended: dict[Holder, Headers]


@contextmanager
def crowd(engine: str = SQLITE) -> Iterator[Crowd]:
    """River Hall and Lake Hall in one application, and everybody of both."""
    with inside(engine) as house:
        # Chores change rows when they like: here only those who ask change anything.
        for thread in house.app.extensions["jiaohao.threads"]:
            if not isinstance(thread, Teller):
                thread.stop()
        clerk = Clerk("clerk", named("陈立", "Chen Li"), photo="chenli.png")
        house.hall.plan(clerks=(clerk,))
        put_plan(house.parts.store, LAKE, house.hall.clock(), "test")
        copytree(SAMPLE.parent / "photos", house.parts.data / "photos")
        good = {one: enter(house, one, HALL, "") for one in HOLDERS if one.role != Role.CITIZEN}
        foreign = {one: enter(house, one, "lake", "") for one in good}
        ended = {one: enter(house, one, HALL, "-gone") for one in good}
        _end_all(house)
        nobody = Holder(Role.CITIZEN)
        ended[nobody] = bearer("slip-of-nobody")
        yield Crowd(house, good, foreign, ended)


def enter(house: Inside, one: Holder, hall: str, suffix: str) -> Headers:
    """A new key or session of somebody of a hall; `suffix` goes into its name."""
    now, store = house.hall.clock(), house.parts.store
    name = f"{one.role}{suffix}"
    with store.write() as conn:
        if not one.person:
            place = (PLACES if hall == HALL else THERE).get(one.role)
            return bearer(keys.add(conn, hall, one.role, place, name, now))
        person = people.invited(conn, people.invite(conn, hall, name, one.role, now), now)
        secret = people.begin_session(conn, person.id, now)
    return {"Cookie": f"{COOKIE}={secret}", "X-CSRF-Token": house.parts.access.csrf(secret)}


def _end_all(house: Inside) -> None:
    with house.parts.store.write() as conn:
        for key in keys.everyone(conn):
            if key.name.endswith("-gone"):
                assert keys.revoke(conn, key.id, house.hall.clock(), "test")
        for person in people.everyone(conn, HALL):
            if person.login.endswith("-gone"):
                people.end_sessions(conn, person.id)


def token(headers: Headers) -> dict[str, str]:
    """What a form of this session's page sends beside its fields."""
    return {"csrf": headers.get("X-CSRF-Token", "")}


def kept(house: Inside, hall: str | None = None) -> dict[str, list[Any]]:
    """Every row of the store, or of one hall, but for when somebody was last seen."""
    found = {}
    with house.parts.store.read() as conn:
        for name, table in metadata.tables.items():
            columns = [
                c
                for c in table.c
                if name not in ("keys", "sessions", "people", "tries") or c.name not in SEEN
            ]
            query = select(*columns)
            if hall is not None and "hall" in table.c:
                query = query.where(table.c.hall == hall)
            elif hall is not None:
                continue
            found[name] = sorted((tuple(row) for row in conn.execute(query)), key=repr)
    return found


def is_refusal(answer: Any, status: int, code: str) -> bool:
    """A whole problem with this status and code."""
    told = answer.json if answer.content_type == "application/problem+json" else {}
    return (answer.status_code, told.get("code")) == (status, code) and code in SENTENCES
