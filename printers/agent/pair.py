"""How an agent gets its key: it shows six digits, an administrator accepts them, and the key comes once."""

import os
from collections.abc import Callable
from pathlib import Path

from printers.agent.door import Away, Door

EVERY = 1.0
"""Seconds between two looks whether somebody has accepted."""


class Refused(Exception):
    """An administrator said no, or nobody said anything in time."""


def pair(
    url: str,
    place: str,
    hall: str | None,
    show: Callable[[str], None],
    wait: Callable[[float], object],
) -> str:
    """The key of an agent; `show` gets the code. Raises Refused, Away and No."""
    body = {"role": "agent", "place": place} | ({"hall": hall} if hall else {})
    asked = Door(url).post("/api/pairings", body, wants=("id", "code", "secret"))
    show(asked["code"])
    door = Door(url, asked["secret"])
    while True:
        try:
            told = door.get(f"/api/pairings/{asked['id']}", ("state",))
        except Away:
            # Nobody knows whether the key was on its way: asking again tells.
            told = {"state": "waiting"}
        if told["state"] == "accepted":
            key: str = told["key"]
            return key
        if told["state"] != "waiting":
            raise Refused(told["state"])
        wait(EVERY)


def keep(path: Path, key: str) -> None:
    """Write the key where nobody else can read it; it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="ascii") as file:
        file.write(f"{key}\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
