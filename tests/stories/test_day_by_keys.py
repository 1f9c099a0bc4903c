"""A day at window 3 without a screen: a caller's five keys and an evaluator's five buttons, on two serial lines."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from tests.printers.agent.bench import (
    CALLER,
    EVALUATOR,
    Agent,
    Line,
    agent,
    called,
    framed,
    line,
    until,
)
from tests.serving import Server

KEYS = {"next": 0x31, "recall": 0x32, "start": 0x33, "miss": 0x34, "finish": 0x35}
MOVES = {
    "next": "called",
    "recall": "recalled",
    "start": "started",
    "miss": "missed",
    "finish": "finished",
}
AWAKE, ASLEEP, HEARD = b"\xa1", b"\xa0", b"\x06"
STEADY = 0.5
"""Seconds after which the same key counts as a new press."""


class Window:
    """Whoever sits at window 3, and the citizen before it: they have these two lines and nothing else."""

    def __init__(self, server: Server, keys: Line, buttons: Line) -> None:
        self.server, self.keys, self.buttons = server, keys, buttons
        self._pressed: dict[str, float] = {}

    def day(self) -> list[tuple[str, Any]]:
        """What the journal says happened here: who was moved, or why a press did not count."""
        told = self.server.client("admin").get("/api/journal").json()["lines"]
        mine = [one for one in told if one["window"] == "3" and one["kind"] != "opened"]
        return [(one["kind"], one["ticket"] or one["data"]["reason"]) for one in mine]

    def press(self, key: str) -> None:
        """Press a key of the caller, and let go."""
        since = self._pressed.get(key, 0.0) + STEADY
        until(lambda: monotonic() > since, "a steady hand")
        self._pressed[key] = monotonic()
        self.keys.say(called(KEYS[key]))

    def does(self, ticket: int, *keys: str) -> None:
        """Press keys one after another, each when the one before has moved the ticket."""
        for key in keys:
            self.press(key)
            self.sees((MOVES[key], ticket))

    def grade(self, button: int) -> None:
        """Press a button of the evaluator: 1 the best to 5 the worst. It is kept when the box is answered."""
        before = self.buttons.hear().count(HEARD)
        self.buttons.say(framed(button))
        until(lambda: self.buttons.hear().count(HEARD) > before, "an answer")

    def sees(self, *lines: tuple[str, Any]) -> None:
        """Wait until the day goes on like this."""
        until(lambda: tuple(self.day()[-len(lines) :]) == lines, f"{lines} after {self.day()}")

    def lamp(self, light: bytes) -> None:
        """Wait until the evaluator was told last to wake or to rest."""
        until(lambda: self._told()[-1:] == light, f"{light!r} as the last of {self._told()!r}")

    def _told(self) -> bytes:
        return bytes(b for b in self.buttons.hear() if b in AWAKE + ASLEEP)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Server]:
    """A server that goes away for a while."""
    running = Server(tmp_path / "server")
    yield running
    running.close()


def test_a_day_at_a_window_without_a_screen(own: Server, tmp_path: Path) -> None:
    kiosk = own.client("kiosk", "k1")
    ana, bo, cy, dan = (kiosk.issue()["id"] for _ in range(4))
    with line() as keys, line() as buttons:
        ports = [CALLER | {"serial": keys.path}, EVALUATOR | {"serial": buttons.path}]
        with agent(tmp_path / "agent", own, own.key("agent", "3"), devices=ports) as it:
            it.wait_open(keys, buttons)
            here = Window(own, keys, buttons)
            here.press("finish")
            here.sees(("pressed", "no_ticket_here"))
            a_good_one(here, ana)
            one_who_does_not_come(here, bo)
            one_whose_grade_has_to_wait(here, it, cy)
            one_who_says_nothing(here, dan)
            buttons.say(b"\xab\x09\x40\x49\x55")
            until(lambda: levels(own) == [(9, 64)], "its battery")
    assert scores(own) == {ana: 5, cy: 1}
    assert {one["at_window"] for one in own_lines(own, "rated")} == {True}
    assert "0 faults" in own.run("check")


def a_good_one(here: Window, ana: int) -> None:
    """Ana is called, served, and presses the best grade."""
    here.does(ana, "next", "start", "finish")
    here.lamp(AWAKE)
    here.grade(1)
    here.sees(("rated", ana))
    here.lamp(ASLEEP)


def one_who_does_not_come(here: Window, bo: int) -> None:
    """Bo does not come; an impatient second press calls nobody else."""
    here.does(bo, "next")
    here.press("next")
    here.sees(("pressed", "window_busy"))
    here.does(bo, "recall", "miss")


def one_whose_grade_has_to_wait(here: Window, it: Agent, cy: int) -> None:
    """Cy is done when the server goes away; what is pressed meanwhile counts when it is back."""
    here.does(cy, "next", "start", "finish")
    here.server.kill()
    here.grade(5)
    until(lambda: "waits for the server" in it.log(), "the cut is felt")
    here.server.restart()
    here.sees(("rated", cy))


def one_who_says_nothing(here: Window, dan: int) -> None:
    """Dan sits there already: what is pressed then was not meant for Cy, nor is it for Dan, who presses nothing."""
    here.does(dan, "next", "start")
    here.grade(4)
    here.sees(("pressed", "rating_too_late"))
    here.does(dan, "finish")
    here.lamp(AWAKE)
    here.press("next")
    here.sees(("pressed", "nobody_waiting"))


def own_lines(server: Server, kind: str) -> list[dict[str, Any]]:
    """What the journal's lines of a kind say."""
    told = server.client("admin").get("/api/journal").json()["lines"]
    return [one["data"] | {"ticket": one["ticket"]} for one in told if one["kind"] == kind]


def scores(server: Server) -> dict[int, int]:
    """Ticket -> its grade."""
    return {one["ticket"]: one["score"] for one in own_lines(server, "rated")}


def levels(server: Server) -> list[tuple[int, int]]:
    """(battery, link) of the evaluators that the floor shows."""
    plugged = server.client("manager").get("/api/floor").json()["plugged"]
    return [(one["battery"], one["link"]) for one in plugged if one["kind"] == "evaluator"]
