"""A process that is one of two: kiosks and clerks in threads, all on the hall that the other process works on.

It says `ready`, waits for a line, works, and says as JSON what it was answered.
"""

import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import Any

from server.desk import call, issue, serve
from server.desk.once import Request
from server.desk.work import Desk, Lost, Work
from server.hall.refused import NotDone
from server.store.store import Store
from tests.stage import HALL, MORNING, SEALER

KIOSKS, EACH, CLERKS = 4, 10, 2


class Counting(Desk):
    """A desk that counts how often a verb was overtaken."""

    lost = 0

    def _attempt(self, *words: Any) -> Any:
        try:
            return super()._attempt(*words)
        except Lost:
            self.lost += 1
            raise


def give(desk: Desk, kiosk: int) -> dict[str, str]:
    """Key -> label, of keys that the other process uses too."""

    def one(work: Work) -> str:
        return issue.issue(work, "id").ticket.label

    keys = [f"{kiosk}-{turn}" for turn in range(EACH)]
    return {
        key: desk.perform(HALL, "kiosk:1", one, request=Request(f"{HALL}:kiosk:1", key, "id"))
        for key in keys
    }


def serve_all(desk: Desk, window: str, all_given: Event) -> list[int]:
    """The ids of whom a clerk called, until nobody waits any more."""
    called: list[int] = []
    while True:
        last = all_given.is_set()
        try:
            ticket = desk.perform(HALL, "clerk", lambda work: call.call_next(work, window))
            called.append(ticket.id)
            desk.perform(HALL, "clerk", lambda work: serve.finish(work, called[-1]))
        except NotDone as refused:
            if last and refused.code == "nobody_waiting":
                return called
            all_given.wait(0.02)


def pick(desk: Desk, window: str, wanted: Sequence[int]) -> list[int]:
    """Of some tickets those that this clerk got, each called by number."""
    mine = []
    for number in wanted:
        try:
            desk.perform(HALL, "clerk", partial(call.call, ticket_id=number, window_code=window))
            desk.perform(HALL, "clerk", partial(serve.finish, ticket_id=number))
        except NotDone:
            continue
        mine.append(number)
    return mine


def main(url: str, window: str, other: str, *wanted: str) -> None:
    """Kiosks and the clerks of `window` for "id"; one clerk at `other` picks those of "tax" by number."""
    desk, all_given = Counting(Store(url), lambda: MORNING, lambda events: None, SEALER), Event()
    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(KIOSKS + CLERKS + 1) as crowd:
        picking = crowd.submit(pick, desk, other, [int(number) for number in wanted])
        serving = [crowd.submit(serve_all, desk, window, all_given) for _ in range(CLERKS)]
        giving = [crowd.submit(give, desk, kiosk) for kiosk in range(KIOSKS)]
        given = {key: label for each in giving for key, label in each.result().items()}
        all_given.set()
        called = [number for each in serving for number in each.result()]
        picked = picking.result()
    print(json.dumps({"given": given, "called": called, "picked": picked, "lost": desk.lost}))


if __name__ == "__main__":
    main(*sys.argv[1:])
