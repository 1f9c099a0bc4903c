"""The clerk sees at once when the evaluator, the keypad or the sign of her own window is not well."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from server.store.store import Store
from server.store.tables_access import keys
from tests.faces.evaluator.tablet import evaluator
from tests.faces.panel import counter
from tests.faces.test_counter_looks import faults, fits
from tests.serving import Client, Server

WELL = {"window": "3", "state": "ready", "reason": None, "battery": None, "link": None}


@pytest.fixture
def agent(server: Server) -> Client:
    return server.client("agent")


def report(agent: Client, **kinds: dict[str, Any]) -> None:
    """The agent says how the devices of window 3 are, and that one of window 4 is not there."""
    devices = [
        WELL | {"code": kind, "kind": kind} | how
        for kind, how in (kinds | {"sign": {"window": "4", "state": "blocked"}}).items()
    ]
    answer = agent.post("/api/agent/report", {"devices": devices, "printers": []})
    assert answer.status_code == 200, answer.text


def signs(page: Page) -> Locator:
    """What the line under the keys warns of."""
    return page.locator(".signals .bad")


def test_low_batteries_and_what_is_gone_are_said_and_taken_back(
    server: Server, agent: Client
) -> None:
    report(agent, evaluator={"battery": 80, "link": 70}, keypad={})
    with counter(server, "linxiao", window="3") as page:
        expect(page.locator(".signals .good")).to_have_text(["连接正常"])
        expect(signs(page)).to_have_count(0)
        report(agent, evaluator={"battery": 12, "link": 9}, keypad={"state": "mute"})
        expect(signs(page)).to_have_text(["评价器电量 12%", "呼叫器未连接"])
        fits(page)
        assert faults(page) == []
        page.get_by_role("button", name="English").click()
        expect(signs(page)).to_have_text(["Evaluator: battery 12%", "Keypad is not connected"])
        fits(page)
        report(agent, evaluator={"battery": 90, "link": 9}, keypad={})
        expect(signs(page)).to_have_text(["Evaluator: link 9%"])
        report(agent, evaluator={}, keypad={})
        expect(signs(page)).to_have_count(0)


def test_a_tablet_that_is_switched_off_is_said_without_a_press(
    server: Server, agent: Client
) -> None:
    report(agent)
    assert server.client("evaluator", "3").get("/api/evaluators/3").status_code == 200
    with counter(server, "linxiao", window="3") as page:
        expect(page.locator(".signals .good")).to_have_text(["连接正常"])
        expect(signs(page)).to_have_count(0)
        long_ago = datetime.now(UTC) - timedelta(minutes=3)
        store = Store(server.database)
        with store.write() as conn:
            tablets = update(keys).where(keys.c.role == "evaluator")
            conn.execute(tablets.values(seen_at=long_ago, here_at=None))
        store.close()
        expect(signs(page)).to_have_text(["评价器未连接"])
        with evaluator(server) as tablet:
            expect(tablet.locator(".state")).to_be_visible()
            page.reload()
            expect(page.locator(".signals .good")).to_have_text(["连接正常"])
            expect(signs(page)).to_have_count(0)
