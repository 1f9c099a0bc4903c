"""Behind a reverse proxy the server believes what it is told, and only as many proxies as it was told of."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, request
from werkzeug.test import Client

from server.app import close_app, create_app
from server.config import read_settings
from tests.stage import database

TOLD = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "queue.example.org",
}


@pytest.fixture(params=["0", "1", "2"])
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[int, Flask]]:
    """How many proxies are trusted, and the server."""
    environ = {"JIAOHAO_DATA": str(tmp_path), "JIAOHAO_PROXIES": request.param}
    with database() as url:
        app = create_app(read_settings(environ | {"JIAOHAO_DATABASE_URL": url}))
        yield int(request.param), app
        close_app(app)


def test_a_proxy_that_nobody_spoke_of_is_warned_of_once(
    told: tuple[int, Flask], caplog: pytest.LogCaptureFixture
) -> None:
    proxies, app = told
    for headers in ({}, TOLD, TOLD):
        Client(app).get("/healthz", headers=headers)
    warned = [one for one in caplog.records if "JIAOHAO_PROXIES" in one.getMessage()]
    assert [one.levelname for one in warned] == ([] if proxies else ["WARNING"])


def test_as_many_proxies_are_believed_as_there_are(told: tuple[int, Flask]) -> None:
    proxies, app = told
    seen: list[tuple[str | None, str, bool]] = []

    @app.before_request
    def look() -> None:
        seen.append((request.remote_addr, request.host, request.is_secure))

    Client(app).get("/healthz", headers=TOLD, environ_base={"REMOTE_ADDR": "10.0.0.1"})
    assert seen == [
        {
            0: ("10.0.0.1", "localhost", False),
            1: ("198.51.100.7", "queue.example.org", True),
            2: ("203.0.113.9", "queue.example.org", True),
        }[proxies]
    ]
