"""Window 3 of the sample hall, who sits there, and the tablet before it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.faces.evaluator.tablet import evaluator
from tests.faces.panel import caller_of, session_of
from tests.serving import Client, Server


@pytest.fixture(scope="module")
def hall(server: Server) -> Client:
    return server.client("admin")


@pytest.fixture(scope="module")
def lin(server: Server) -> Client:
    """Lin Xiao, sitting at window 3."""
    caller = caller_of(server, session_of(server, "linxiao"))
    assert caller.post("/api/windows/3/open").status_code == 200
    return caller


@pytest.fixture
def tablet(server: Server, lin: Client) -> Iterator[Page]:
    with evaluator(server) as page:
        expect(page.get_by_role("heading", name="3号窗口")).to_be_visible()
        yield page
