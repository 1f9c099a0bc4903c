"""Boards under test: opened with their key in real Chromium, and what the server wrote down of them."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from server import plan_file
from server.access import keys
from server.desk.setup import put_plan
from server.hall.plan import Board, Hall
from server.store.store import Store
from tests.browsing import AUTOPLAY, fresh_page
from tests.serving import Server

WALL = {"width": 1920, "height": 1080}
SIGN = {"width": 1920, "height": 540}

# Every start of a sound is written down, with its length in seconds.
RECORD = """() => {
  window.sounds = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function () {
    sounds.push({ at: this.context.currentTime, length: this.buffer.duration });
    return start.call(this);
  };
}"""

SETTLED = """async () => {
  const moving = document.getAnimations().filter((each) => each.playState !== "finished");
  const ending = moving.filter((each) => each.effect.getComputedTiming().endTime < Infinity);
  ending.forEach((each) => each.finish());
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return !ending.length;
}"""


@contextmanager
def board(
    server: Server, code: str, *flags: str, url: str = "", size: dict[str, int] = WALL, **more: Any
) -> Iterator[Page]:
    """A page that shows a board, once its first picture is drawn."""
    with fresh_page(*(flags or (AUTOPLAY,)), viewport=size, **more) as page:
        hang(page, server, code, url)
        page.wait_for_selector(".board, .sign")
        yield page


def hang(page: Page, server: Server, code: str, url: str = "") -> None:
    """Give a page a board's key and open the board, `url` being another way to the server."""
    key = server.key("board", code)
    page.add_init_script(f"localStorage.setItem('jiaohao.key:/board/{code}', '{key}')")
    page.add_init_script(f"({RECORD})()")
    page.goto(f"{url or server.url}/board/{code}")


def lit(page: Page) -> list[str]:
    """The labels that stand lit: the call of the moment first, then the others who are awaited."""
    found = page.locator("[data-lit] .label").all_inner_texts()
    return [text for text in found if text[:1].isalpha()]


def wait_lit(page: Page, label: str) -> None:
    """Until the lamp is on a label."""
    page.locator(f".lamp .label >> text='{label}'").first.wait_for()


def settle(page: Page) -> None:
    """Bring whatever moves to its end: pulses, slides, fades, and those that begin after them."""
    page.wait_for_function(SETTLED)


def until(page: Page, true: Callable[[], Any], seconds: float = 20) -> None:
    """Let the page live until something is true of it or of the server."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        page.wait_for_timeout(50)


def acks(server: Server, label: str) -> list[tuple[str | None, str | None]]:
    """(drawn, spoken) of each board that acknowledged the last call of a label."""
    query = """select drawn_at, spoken_at from acks where seq = (
        select max(j.seq) from journal j join tickets t on t.id = j.ticket
        where t.label = ? and j.kind in ('called', 'recalled'))"""
    with closing(sqlite3.connect(server.data / "jiaohao.db")) as store:
        return list(store.execute(query, (label,)))


def plan(folder: Path, **changes: Any) -> Path:
    """A file with the sample hall, changed."""
    path = folder / "hall.yaml"
    path.write_text(plan_file.write_plan(replace(sample(), **changes)), encoding="utf-8")
    return path


def replan(server: Server, **changes: Any) -> None:
    """Put the sample hall in place of what a server has, changed or as it is."""
    with closing(Store(f"sqlite:///{server.data}/jiaohao.db")) as store:
        put_plan(store, replace(sample(), **changes), datetime.now(UTC), "test")


def revoke(server: Server, place: str) -> None:
    """End the keys of a board."""
    with closing(Store(f"sqlite:///{server.data}/jiaohao.db")) as store, store.write() as conn:
        for key in keys.everyone(conn):
            if key.place == place:
                keys.revoke(conn, key.id, datetime.now(UTC), "test")


def sample() -> Hall:
    """The sample hall."""
    return plan_file.read_plan(plan_file.SAMPLE.read_text(encoding="utf-8"))


def terse() -> tuple[Board, ...]:
    """The sample's boards, the main one speaking Chinese only, so that a test need not wait long."""
    first, *others = sample().boards
    return (replace(first, languages=("zh-Hans",)), *others)
