"""An operation of the API: one row of a table that routes, checks, documents and tests itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response
from pydantic import BaseModel
from sqlalchemy import Connection

from server.access.roles import Caller
from server.desk.work import Work
from server.hall.plan import Hall


@dataclass(frozen=True)
class Reading:
    """What a reading handler works with."""

    conn: Connection
    plan: Hall
    now: datetime
    caller: Caller
    args: Mapping[str, Any]
    query: Any


@dataclass(frozen=True)
class Asked:
    """What a writing handler works with beside its open transaction."""

    caller: Caller
    args: Mapping[str, Any]
    body: Any
    site: str


Reader = Callable[[Reading], dict[str, Any] | Response]
Writer = Callable[[Work, Asked], dict[str, Any]]
View = Callable[..., Response]


@dataclass(frozen=True)
class Operation:
    """`refusals` are the codes a 409 may carry; `path` is written as Flask writes it; `also` is the type of a
    text that may come instead; a `raw` handler is a Flask view of its own that the door does not stand before;
    a `private` answer is never kept for a repeat, which is done anew."""

    id: str
    method: str
    path: str
    summary: str
    handler: Callable[..., Any]
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    refusals: tuple[str, ...] = ()
    media: str = "application/json"
    also: str | None = None
    raw: bool = False
    private: bool = False


OPERATIONS: dict[str, Operation] = {}


def reads(
    path: str,
    answer: type[BaseModel] | None,
    *,
    query: type[BaseModel] | None = None,
    media: str = "application/json",
    also: str | None = None,
) -> Callable[[Reader], Reader]:
    """Register a GET; the function's name is the operationId, its docstring the description."""

    def register(handler: Reader) -> Reader:
        name = handler.__name__
        text = _text(handler)
        OPERATIONS[name] = Operation(
            name, "GET", path, text, handler, query=query, answer=answer, media=media, also=also
        )
        return handler

    return register


def writes(
    path: str,
    body: type[BaseModel],
    answer: type[BaseModel],
    *,
    status: int = 200,
    refusals: tuple[str, ...] = (),
    private: bool = False,
) -> Callable[[Writer], Writer]:
    """Register a POST; its handler runs inside one transaction of the desk."""

    def register(handler: Writer) -> Writer:
        name = handler.__name__
        OPERATIONS[name] = Operation(
            name,
            "POST",
            path,
            _text(handler),
            handler,
            body=body,
            answer=answer,
            status=status,
            refusals=refusals,
            private=private,
        )
        return handler

    return register


def own_view(
    method: str,
    path: str,
    answer: type[BaseModel],
    *,
    body: type[BaseModel] | None = None,
    status: int = 200,
) -> Callable[[View], View]:
    """Register a view that does its own checking: for callers who have no key yet."""

    def register(handler: View) -> View:
        name = handler.__name__
        text = _text(handler)
        OPERATIONS[name] = Operation(
            name, method, path, text, handler, body, answer=answer, status=status, raw=True
        )
        return handler

    return register


def _text(handler: Callable[..., Any]) -> str:
    return " ".join((handler.__doc__ or "").split())
