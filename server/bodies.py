"""A request's body comes whole or not at all: a form that was cut short is not taken for one with fewer fields."""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class Chunks:
    """A body in chunks. What is wrong with them is a connection that broke, whatever the server calls it."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or all. Raises OSError."""
        try:
            data: bytes = self._inner.read(None if size < 0 else size)
        except Exception as error:
            raise OSError("the body is not in chunks") from error
        return data


class Whole:
    """A WSGI application around another: whose body is not as long as it says, or not in chunks, hears 400."""

    def __init__(self, wsgi: WSGIApplication) -> None:
        self._wsgi = wsgi

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve a request. The answer itself is the inner application's, as for everything that cannot be read."""
        if environ.get("CONTENT_LENGTH"):
            # Or the end of the connection would count as the end of the body.
            environ.pop("wsgi.input_terminated", None)
        elif environ.get("HTTP_TRANSFER_ENCODING"):
            environ["wsgi.input"] = Chunks(environ["wsgi.input"])
        return self._wsgi(environ, start_response)
