"""A tablet at window 3, whom it is shown to, and what became of the grade."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, expect

from tests.browsing import fresh_page
from tests.serving import Client, Server

TABLET = {"width": 1280, "height": 800}


@contextmanager
def evaluator(server: Server, window: str = "3", **context: Any) -> Iterator[Page]:
    with fresh_page(**{"viewport": TABLET} | context) as page:
        key = server.key("evaluator", window)
        page.add_init_script(f"localStorage.setItem('jiaohao.key:/evaluator/{window}', '{key}')")
        page.goto(f"{server.url}/evaluator/{window}")
        yield page


def served(hall: Client, lin: Client) -> dict[str, Any]:
    """A citizen called to window 3, served and done."""
    ticket = hall.issue("household")
    lin.post(f"/api/tickets/{ticket['id']}/call", {"window": "3"})
    lin.move(ticket, "start")
    return lin.move(ticket, "finish")


def rating(hall: Client, ticket: dict[str, Any]) -> tuple[int, list[str]] | None:
    """The score and reasons that the journal keeps."""
    lines = hall.get(f"/api/journal?ticket={ticket['id']}").json()["lines"]
    found = [line["data"] for line in lines if line["kind"] == "rated"]
    assert len(found) < 2
    return (found[0]["score"], found[0]["reasons"]) if found else None


def awake(page: Page, ticket: dict[str, Any]) -> None:
    expect(page.get_by_role("heading", name="请您评价本次服务")).to_contain_text(ticket["label"])
