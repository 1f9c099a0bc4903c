"""Headers on every answer: nothing inline, nothing framed, nothing told to other sites.

They stand around the whole WSGI application, and are put on as they are: an answer of the API needs no page's policy.
"""

import re
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.wsgi import get_host

HOST = re.compile(r"[\w.-]+(:\d{1,5})?|\[[\da-fA-F:]+\](:\d{1,5})?")
PAGE = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "connect-src 'self'{sockets}",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
YEAR_SECONDS = 365 * 24 * 3600
TLS = ("Strict-Transport-Security", f"max-age={YEAR_SECONDS}")
ALWAYS = [
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
]
OF_PAGES = [
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]


class Headers:
    """A WSGI application around another."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve a request."""

        def begin(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            return start_response(status, headers + _more(environ, headers), *error)

        return self._inner(environ, begin)


def _more(environ: WSGIEnvironment, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    page = any(name == "Content-Type" and value.startswith("text/html") for name, value in headers)
    policy = PAGE.format(sockets=_sockets(get_host(environ))) if page else NO_PAGE
    more = [*ALWAYS, ("Content-Security-Policy", policy)]
    if page:
        more += OF_PAGES
    if environ["wsgi.url_scheme"] == "https":
        more.append(TLS)
    return more


def _sockets(host: str) -> str:
    """This server's own sockets by name: older Safari does not take 'self' for them."""
    return f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
