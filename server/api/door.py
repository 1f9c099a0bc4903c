"""The API's one door: who calls, may they, is it well said; then the handler, then the answer.

key or session -> role -> body -> Idempotency-Key -> desk or store -> JSON, or a problem
"""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from flask import Response, request
from pydantic import BaseModel, ValidationError

from server.access.identify import COOKIE
from server.access.roles import Caller, Role
from server.access.tries import TooMany
from server.api.operation import Asked, Operation, Reading
from server.api.problem import Problem
from server.desk.once import OtherBody, Request
from server.hall.refused import NotDone, NotYours, Refused, Unknown
from server.parts import parts, site
from server.store import plans

IDEMPOTENCY_KEY = r"^[!-~]([ -~]{0,198}[!-~])?$"
STATUS = {Refused: 409, Unknown: 404, NotYours: 403}


def view(operation: Operation) -> Callable[..., Response]:
    """The Flask view of an operation."""
    answer = _read if operation.method == "GET" else _write

    def serve(**args: Any) -> Response:
        caller = identify(changes=operation.method != "GET")
        if not caller.may(operation.id):
            raise Problem(403, "not_allowed")
        try:
            return answer(operation, caller, args)
        except NotDone as error:
            raise Problem(STATUS[type(error)], error.code) from error
        except TooMany as error:
            raise Problem(429, "too_many", retry_after=error.seconds) from error
        except OtherBody as error:
            raise Problem(422, "key_reused") from error

    serve.__name__ = operation.id
    return serve


def identify(*, changes: bool) -> Caller:
    """Who calls: the bearer of a key, or a signed-in person whose page proves itself before it changes.

    Raises Problem 401 `no_key`, 403 `no_csrf`, and 429 for an address that sends many wrong keys.
    """
    access = parts().access
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret:
        caller = access.by_bearer(secret.strip())
        if caller is None:
            count_stranger()
    else:
        session = request.cookies.get(COOKIE, "")
        caller = access.by_session(session) if session else None
        token = request.headers.get("X-CSRF-Token") or request.form.get("csrf")
        if caller and changes and not access.csrf_fits(session, token):
            raise Problem(403, "no_csrf")
    if caller is None:
        raise Problem(401, "no_key")
    return caller


def count_stranger() -> None:
    """Somebody sent a secret that opens nothing. Raises Problem 429 when their address does so all the time."""
    here = parts()
    wait = here.access.strangers.wrong(request.remote_addr or "", here.clock())
    if wait is not None:
        raise Problem(429, "too_many", retry_after=wait)


def _read(operation: Operation, caller: Caller, args: dict[str, Any]) -> Response:
    query = checked(operation.query, request.args.to_dict()) if operation.query else None
    here = parts()
    with here.store.read() as conn:
        plan = plans.read(conn, caller.hall)
        if plan is None:
            raise Unknown("unknown_hall")
        body = operation.handler(Reading(conn, plan, here.clock(), caller, args, query))
    return body if isinstance(body, Response) else to_json(body)


def _write(operation: Operation, caller: Caller, args: dict[str, Any]) -> Response:
    assert operation.body is not None
    body = checked(operation.body, json_body())
    here, repeat = parts(), idempotent(caller)
    if operation.id == "issue_ticket" and caller.role is Role.KIOSK:
        here.access.pace.take(caller.id, here.clock())
    asked = Asked(caller, args, body, site())
    answer = here.desk.perform(
        caller.hall,
        caller.actor,
        lambda work: operation.handler(work, asked),
        window=caller.window,
        request=None if operation.private else repeat,
    )
    return to_json(answer, operation.status)


def json_body() -> Any:
    """The request's JSON, an empty object when there is none. Raises Problem 400 and 415.

    A body that does not say what it is may be JSON; one that says something else is not read.
    """
    data = request.get_data()
    if not data:
        return {}
    if request.mimetype and not request.is_json:
        raise Problem(415, "not_json")
    try:
        return json.loads(data, parse_float=_number)
    except (ValueError, RecursionError) as error:
        raise Problem(400, "malformed") from error


def _number(text: str) -> float | int:
    """A JSON number: 4.0 is the whole number 4."""
    number = float(text)
    return int(number) if number.is_integer() else number


def checked(model: type[BaseModel], values: Any) -> Any:
    """The values as a model. Raises Problem 422 naming each wrong field."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        found = [
            {"field": ".".join(str(p) for p in e["loc"]), "says": e["msg"]}
            for e in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise Problem(422, "invalid", errors=found[:20]) from error


def idempotent(caller: Caller) -> Request | None:
    """The request's Idempotency-Key, or None. Raises Problem 422 for a bad one and 400 for a bad body."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if re.fullmatch(IDEMPOTENCY_KEY, key) is None:
        errors = [{"field": "Idempotency-Key", "says": "1 to 200 visible ASCII characters"}]
        raise Problem(422, "invalid", errors=errors)
    said = json.dumps(json_body(), sort_keys=True)
    digest = hashlib.sha256(f"{request.path}\n{said}".encode()).hexdigest()
    return Request(f"{caller.hall}:{caller.role}:{caller.id}", key, digest)


def to_json(body: Any, status: int = 200) -> Response:
    """A JSON answer that is never kept by caches in between."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    answer = Response(text, status, content_type="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
