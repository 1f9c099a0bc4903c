"""A screen without a key asks for one; it is shown to administrators by its code."""

from typing import Any

from flask import Response, request
from sqlalchemy import Connection

from server.access import pairing
from server.access.roles import Role
from server.access.tries import TooMany
from server.api.answers import Done, Pairing, PairingState
from server.api.bodies import Nothing, Pair
from server.api.door import checked, count_stranger, idempotent, identify, json_body, to_json
from server.api.operation import own_view
from server.api.problem import Problem
from server.desk import once
from server.hall.plan import Hall
from server.parts import parts
from server.picture.shapes import iso
from server.store import plans

ALL = "/api/pairings"
ONE = "/api/pairings/<pairing_id>"


@own_view("POST", ALL, Pairing, body=Pair, status=201)
def request_pairing() -> Response:
    """A new code for a screen. Needs no key; an address may ask thirty times in a while."""
    body: Pair = checked(Pair, json_body())
    here = parts()
    try:
        with here.store.write() as conn:
            codes = plans.codes(conn)
            code = body.hall or (codes[0] if codes else None)
            plan = plans.read(conn, code) if code else None
            if plan is None:
                raise Problem(404, "unknown_hall")
            _place(plan, body)
            address = request.remote_addr or ""
            role = Role(body.role)
            asked, secret = pairing.request(
                conn, plan.code, role, body.place, address, here.clock()
            )
    except TooMany as error:
        raise Problem(429, "too_many", retry_after=error.seconds) from error
    told = {"id": asked.id, "code": asked.code, "secret": secret}
    return to_json(told | {"expires_at": iso(asked.expires_at)}, 201)


def _place(plan: Hall, body: Pair) -> None:
    finder: dict[str, Any] = {
        "kiosk": plan.kiosk,
        "board": plan.board,
        "evaluator": plan.window,
        "agent": plan.agent,
    }
    if finder[body.role](body.place) is None:
        what = "window" if body.role == "evaluator" else body.role
        raise Problem(404, f"unknown_{what}")


@own_view("GET", ONE, PairingState)
def read_pairing(pairing_id: str) -> Response:
    """Whether the screen was accepted; with the secret as bearer. The key is given exactly once."""
    _, _, secret = request.headers.get("Authorization", "").partition(" ")
    here = parts()
    with here.store.read() as conn:
        found = pairing.stands(conn, pairing_id, secret, here.clock())
    if found == "accepted":
        with here.store.write() as conn:
            return _told(pairing.fetch(conn, pairing_id, secret, here.clock()))
    if found is None:
        count_stranger()
    return _told((found, None) if found else None)


def _told(found: tuple[str, str | None] | None) -> Response:
    if found is None:
        raise Problem(404, "unknown_pairing")
    state, key = found
    return to_json({"state": state} | ({"key": key} if key else {}))


@own_view("POST", f"{ONE}/accept", Done, body=Nothing)
def accept_pairing(pairing_id: str) -> Response:
    """An administrator lets the screen in."""
    return _decide(pairing_id, "accept_pairing", accept=True)


@own_view("POST", f"{ONE}/refuse", Done, body=Nothing)
def refuse_pairing(pairing_id: str) -> Response:
    """An administrator turns the screen away."""
    return _decide(pairing_id, "refuse_pairing", accept=False)


def _decide(pairing_id: str, operation: str, *, accept: bool) -> Response:
    caller = identify(changes=True)
    if not caller.may(operation):
        raise Problem(403, "not_allowed")
    checked(Nothing, json_body())
    asked, done, here = idempotent(caller), {"done": True}, parts()
    with here.store.write() as conn:
        now = here.clock()
        if asked is not None and _known(conn, asked):
            return to_json(done)
        who = caller.actor
        if not pairing.decide(conn, caller.hall, pairing_id, accept=accept, now=now, actor=who):
            raise Problem(404, "unknown_pairing")
        if asked is not None:
            once.keep(conn, asked, once.DONE, done, now)
    return to_json(done)


def _known(conn: Connection, asked: once.Request) -> bool:
    try:
        return once.find(conn, asked) is not None
    except once.OtherBody as error:
        raise Problem(422, "key_reused") from error
