"""The API joined to a Flask application: every operation its address, every error its problem."""

import logging

from flask import Flask, Response
from sqlalchemy.exc import DataError, DBAPIError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, IntegerConverter, Map, UnicodeConverter

from server.api import (
    agents,
    documents,
    floor,
    halls,
    lists,
    media,
    pairings,
    records,
    tickets,
    windows,
)
from server.api.door import to_json, view
from server.api.openapi import document
from server.api.operation import OPERATIONS
from server.api.problem import Problem, of_http
from server.desk.work import Lost

MODULES = (agents, documents, floor, halls, lists, media, pairings, records, tickets, windows)
LARGEST_BODY = 64 * 1024
LOG = logging.getLogger("jiaohao.api")


class Id(IntegerConverter):
    """A ticket's or line's number, as large as every client can hold."""

    def __init__(self, url_map: object) -> None:
        super().__init__(url_map, min=1, max=2**53)  # type: ignore[arg-type]


class Code(BaseConverter):
    """A code of the plan."""

    regex = r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}"


class Segment(UnicodeConverter):
    """Any part of an address, but for the one character that a database may not hold."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map)
        self.regex = r"[^/\x00]+"


def add_api(app: Flask) -> None:
    """Put every operation, the OpenAPI document and the error answers on an application."""
    app.url_map.converters.update(id=Id, code=Code, default=Segment)
    # A slash too many is an address of nothing, not a redirect to another one.
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    for operation in OPERATIONS.values():
        handler = operation.handler if operation.raw else view(operation)
        app.add_url_rule(
            operation.path, operation.id, handler, methods=[operation.method], strict_slashes=False
        )
    app.add_url_rule("/api/openapi.json", "read_openapi", lambda: to_json(document()))


def problem_of(error: Exception) -> Response:
    """The answer for any error under /api: never a stack trace."""
    if isinstance(error, Problem):
        return error.response()
    if isinstance(error, HTTPException):
        return of_http(error).response()
    if isinstance(error, DataError):
        return Problem(400, "malformed").response()
    if isinstance(error, (DBAPIError, PendingRollbackError, PoolTimeout, Lost)):
        LOG.warning("store cannot take it", extra={"error": type(error).__name__})
        return Problem(503, "busy", retry_after=2).response()
    LOG.exception("unexpected")
    return Problem(500, "internal").response()
