"""Headers on every answer: nothing inline, nothing framed, nothing told to other sites."""

import re

from flask import Flask, Response, request

HOST = re.compile(r"[\w.-]+(:\d{1,5})?|\[[\da-fA-F:]+\](:\d{1,5})?")
CSP = "; ".join(
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
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
YEAR_SECONDS = 365 * 24 * 3600


def add_security(app: Flask) -> None:
    """Put the headers on every answer; static files are checked again at each load."""

    @app.after_request
    def add(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        answer.headers.setdefault("Content-Security-Policy", CSP.format(sockets=_sockets()))
        if request.is_secure:
            answer.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_SECONDS}")
        if request.path.startswith("/static") or "/static/" in request.path:
            answer.headers["Cache-Control"] = "no-cache"
        return answer


def _sockets() -> str:
    """This server's own sockets by name: older Safari does not take 'self' for them."""
    host = request.host
    return f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
