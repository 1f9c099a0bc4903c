"""The clerk is told what was noted about the ticket before her, without a press; each first look is written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import expect
from sqlalchemy import Connection, update

from server.store import audits
from server.store.seal import Sealer
from server.store.store import Store
from server.store.tables import tickets
from tests.faces.panel import counter, done, here, space
from tests.faces.test_counter_looks import faults, fits
from tests.serving import Server

NOTE = "缺结婚证复印件，王女士下午补交"


@contextmanager
def kept_by(server: Server) -> Iterator[Connection]:
    """The store of a running server."""
    store = Store(f"sqlite:///{server.data}/jiaohao.db")
    with store.write() as conn:
        yield conn
    store.close()


def sent(server: Server) -> dict[str, Any]:
    """A ticket that was sent to window 3 with a note."""
    hall = server.client("admin")
    ticket = hall.issue("travel")
    hall.post(f"/api/tickets/{ticket['id']}/call", {"window": "2"})
    hall.move(ticket, "transfer", service="advice", note=NOTE)
    return ticket


def test_she_reads_the_note_of_the_ticket_she_was_sent(server: Server) -> None:
    ticket = sent(server)
    with counter(server, "linxiao", window="3") as page:
        expect(page.locator(".hero .origin")).to_have_text("有备注")
        expect(page.locator(f"[data-row='{ticket['id']}'] .noted")).to_have_text("有备注")
        space(page)
        expect(here(page)).to_have_text(ticket["label"])
        expect(page.locator(".hero q")).to_have_text(NOTE)
        fits(page)
        assert faults(page) == []
        page.reload()
        expect(page.locator(".hero q")).to_have_text(NOTE)
        space(page)
        done(page)
        expect(page.locator(".hero q")).to_have_text(NOTE)
        page.keyboard.press("f")
        expect(page.locator(".hero q")).to_have_count(0)
    with kept_by(server) as conn:
        lines = audits.newest(conn, "jiangcheng", "notes")
    assert [(one.actor, one.place) for one in lines] == [("clerk:linxiao", f"notes.{ticket['id']}")]


def test_a_note_that_can_no_longer_be_read_is_said_in_both_languages(server: Server) -> None:
    ticket = sent(server)
    with kept_by(server) as conn:
        note = Sealer("the secret before").seal(NOTE)
        conn.execute(update(tickets).where(tickets.c.id == ticket["id"]).values(note=note))
    with counter(server, "linxiao", window="3") as page:
        space(page)
        expect(here(page)).to_have_text(ticket["label"])
        expect(page.locator(".hero .origin")).to_contain_text("原有备注已无法读取")
        fits(page)
        assert faults(page) == []
        page.get_by_role("button", name="English").click()
        expect(page.locator(".hero .origin")).to_contain_text("can no longer be read")
        fits(page)
        assert faults(page) == []
        page.keyboard.press("f")
        expect(here(page)).to_have_count(0)
