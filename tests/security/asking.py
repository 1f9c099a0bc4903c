"""For every operation and page: an address and a body that are right, and a hall in which they can be done."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.routing import Rule

from server.access import keys, pairing, people
from server.access.roles import Role
from server.api.operation import OPERATIONS
from server.desk import broadcast, windows
from server.desk.agents import claim_slip
from server.desk.issue import Issued
from server.desk.setup import put_plan
from server.hall.plan import Agent, Kiosk, Printer
from server.hall.plan_parts import digest_of
from server.store import journal, tickets
from tests.inside import Inside
from tests.stage import HALL, named

CODES = {"services": "id", "kiosks": "k2", "boards": "main", "windows": "1", "evaluators": "1"}
CODES["printers"] = "p7"
DEVICE: dict[str, Any] = {"code": "pad1", "kind": "keypad", "window": "1", "state": "ready"}
DEVICE |= {"reason": None, "battery": None, "link": None}
PRESSED = "2026-03-02T01:00:00.000Z"
BEFORE = {
    "recall_ticket": ("call",),
    "start_ticket": ("call",),
    "park_ticket": ("call",),
    "transfer_ticket": ("call",),
    "miss_ticket": ("call",),
    "read_voice": ("call",),
    "open_note": ("call",),
    "print_notice": ("call",),
    "print_receipt": ("call",),
    "finish_ticket": ("call", "start"),
    "reinstate_ticket": ("call", "miss"),
    "rate_ticket": ("call", "start", "finish"),
}
"""What has happened to the ticket that an operation is about."""


@dataclass(frozen=True)
class Wish:
    """One request, and the ticket it is about."""

    method: str
    path: str
    body: dict[str, Any] | None
    given: Issued


def wish(house: Inside, name: str) -> Wish:
    """An operation that River Hall can do now for whoever may ask."""
    operation = OPERATIONS[name]
    numbers: dict[str, Callable[[Inside], int]] = {"end_broadcast": line, "settle_slip": taken}
    if name == "claim_slip":
        plug_in(house)
    given = _stand(house, BEFORE.get(name, ()))
    if name == "ask_clerk_back":
        house.hall.do(lambda work: windows.leave_window(work, "1", "break"))
    values: dict[str, Callable[[], object]] = {
        "<code:code>": lambda: CODES[operation.path.split("/")[2]],
        "<name>": lambda: "chenli.png",
        "<id:seq>": lambda: _last_line(house),
        "<pairing_id>": lambda: screen(house),
        "<id:id>": lambda: numbers[name](house) if name in numbers else given.ticket.id,
    }
    path = re.sub(r"<[^>]+>", lambda hole: str(values[hole[0]]()), operation.path)
    body = _body(house, name) if operation.method == "POST" else None
    return Wish(operation.method, path, body, given)


def _stand(house: Inside, before: tuple[str, ...]) -> Issued:
    """Window 1 free with its clerk, and a new ticket to which something has happened there."""
    hall = house.hall
    hall.open("1", "clerk", take=True)
    with hall.store.read() as conn:
        here = tickets.at_window(conn, HALL, "1")
    if here is not None:
        hall.move(here, "finish")
    given = house.give()
    for verb in before:
        hall.move(given.ticket, verb, *(("1",) if verb == "call" else ()))
    return given


def _body(house: Inside, name: str) -> dict[str, Any]:
    window = house.plan().window("1")
    assert window is not None
    bodies: dict[str, dict[str, Any]] = {
        "issue_ticket": {"service": "id"},
        "call_next": {"window": "1"},
        "call_ticket": {"window": "1"},
        "transfer_ticket": {"service": "tax"},
        "print_notice": {"printer": "p1", "service": "id", "also": ["户口簿"]},
        "print_receipt": {
            "printer": "p1",
            "service": "id",
            "also": [{"name": "户口簿", "pages": 2}],
            "due": "2030-01-02",
        },
        "rate_ticket": {"score": 4},
        "open_window": {"take": True},
        "report_devices": {"devices": [DEVICE], "printers": []},
        "settle_slip": {"state": "done"},
        "press_key": {"window": "1", "device": "pad1", "key": "next", "at": PRESSED},
        "assign_services": {"services": ["id", "tax"], "seen": digest_of(window)},
        "pause_service": {"service": "deeds", "reason": "system"},
        "resume_service": {"service": "deeds"},
        "start_broadcast": {"zh": "请带好证件"},
        "request_pairing": {"role": "kiosk", "place": "k1"},
    }
    return bodies.get(name, {})


def _last_line(house: Inside) -> int:
    with house.hall.store.read() as conn:
        return journal.last_seq(conn, HALL)


def line(house: Inside) -> int:
    """A line that the boards show."""
    text = {"zh-Hans": "请带好证件"}
    return house.hall.do(lambda work: broadcast.start_broadcast(work, text, None)).id


def plug_in(house: Inside) -> None:
    """River Hall has a printer that an agent prints with."""
    plan, name = house.plan(), named("票机", "Printer")
    if plan.agent("desk") is None:
        printers = (*plan.printers, Printer("p7", name, "agent", "desk"))
        more = replace(plan, agents=(Agent("desk", name, ("1",)),), printers=printers)
        put_plan(house.parts.store, more, house.hall.clock(), "test")


def taken(house: Inside) -> int:
    """The number of a slip that an agent of no place has taken."""
    plug_in(house)
    kiosk = Kiosk("k7", named("取号机", "Kiosk"), printer="p7")
    house.give(kiosk=kiosk)
    slip = house.hall.do(lambda work: claim_slip(work, None, "p7"))
    assert slip is not None
    return slip[0]


def screen(house: Inside) -> str:
    """A screen that waits to be let in."""
    with house.parts.store.write() as conn:
        asked, _ = pairing.request(
            conn, HALL, Role.KIOSK, "k1", f"10.0.0.{house.hall.clock().second}", house.hall.clock()
        )
        conn.exec_driver_sql("DELETE FROM tries")
    return asked.id


def target(house: Inside) -> int:
    """Somebody of River Hall for administrators to act upon."""
    with house.parts.store.write() as conn:
        people.invite(conn, HALL, "target", Role.CLERK, house.hall.clock())
        return next(one.id for one in people.everyone(conn, HALL) if one.login == "target")


def device(house: Inside) -> int:
    """The number of a living key of River Hall."""
    with house.parts.store.write() as conn:
        keys.add(conn, HALL, Role.KIOSK, "k1", "spare", house.hall.clock())
        return keys.everyone(conn)[-1].id


def page_path(house: Inside, rule: Rule) -> str:
    """The address of a page with something real in every hole."""
    values: dict[str, Callable[[], object]] = {
        "session": lambda: "0" * 16,
        "key_id": lambda: device(house),
        "pairing_id": lambda: screen(house),
        "verdict": lambda: next(word for word in VERDICTS if word in rule.rule),
        "day": lambda: "2026-03-02",
        "job_id": lambda: 10**9,
        "person_id": lambda: target(house),
        "kind": lambda: "services",
        "language": lambda: "zh",
        "name": lambda: "window/3",
        "code": lambda: "p1" if "printers" in rule.rule else "id",
        "ticket_id": lambda: house.give().ticket.id,
    }
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda hole: str(values[hole[1]]()), rule.rule)


VERDICTS = ("printed", "dropped", "refuse")
"""What a form may decide, where its address says it: of each page the word that is least."""

SAID = {
    **dict.fromkeys(("add_key", "another_hall", "invite", "new_link"), 200),
    **dict.fromkeys(("figures_paper", "paper_test_page", "setup_test_page"), 400),
    **dict.fromkeys(("end_session", "setup_paper", "setup_save_papers", "slip"), 404),
    "setup_remove": 409,
    **dict.fromkeys(("change_password", "setup_bulk_file", "setup_bulk_read"), 422),
    **dict.fromkeys(("setup_paper_typed", "setup_save", "setup_save_clerk"), 422),
}
"""What a page says to its roles, where it is not 200 to a look and 303 to a form: secrets that are shown once, a
session and a slip that are not there, a removal that asks once more, and forms that lack something."""

SAID_ELSEWHERE = {
    **dict.fromkeys(("change_role", "let_go", "new_link", "sign_them_out", "unlock"), 404),
    **dict.fromkeys(("setup_ask_remove", "setup_part", "ticket", "new_roll"), 404),
    "setup_remove": 303,
}
"""The same to somebody of another hall, where it is something else: a person, a part, a ticket of nobody there."""


def said_by(rule: Rule, *, elsewhere: bool = False) -> int:
    """The one status that a page answers with when somebody of its roles asks as `page_path` and `form_of` do."""
    name = rule.endpoint.partition(".")[2]
    usual = 200 if "GET" in (rule.methods or ()) else 303
    told = SAID | SAID_ELSEWHERE if elsewhere else SAID
    return told.get(name, usual)


def form_of(endpoint: str) -> dict[str, str]:
    """The fields that a page's form sends beside its token."""
    return {
        "manage.invite": {"login": "thief", "role": "admin"},
        "manage.change_role": {"role": "admin"},
        "manage.rename_key": {"name": "mine now"},
        "manage.add_key": {"device": "kiosk:k1", "role": "kiosk", "place": "k1", "name": "mine"},
        "manage.setup_save": {"part": "id", "name.zh-Hans": "改名", "prefix": "Z"},
        "manage.setup_move": {"to": "0"},
        "manage.setup_bulk_file": {"text": "code: elsewhere", "put": "1"},
        "manage.change_password": {"old": "x" * 10, "new": "y" * 10, "again": "y" * 10},
    }.get(endpoint, {})
