"""A reverse proxy that the server was not told of: everybody seems to come from one address."""

import logging
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LOG = logging.getLogger("jiaohao.access")


class Unexpected:
    """Warns once of requests that a proxy passed on; without JIAOHAO_PROXIES nothing that it says is believed."""

    def __init__(self, wsgi: WSGIApplication) -> None:
        self._wsgi = wsgi
        self._warned = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass every request on as it is."""
        if "HTTP_X_FORWARDED_FOR" in environ and not self._warned:
            self._warned = True
            LOG.warning(
                "X-Forwarded-For came, and JIAOHAO_PROXIES is 0: if a proxy stands in front, set it,"
                " or everybody behind it counts as one address"
            )
        return self._wsgi(environ, start_response)
