"""The parts that faces and the API use, joined once by `server.app` and found from any request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from server.access.identify import Access
from server.config import Settings
from server.desk.work import Desk
from server.store.store import Store

Speak = Callable[[list[tuple[str, str]]], bytes]


@dataclass(frozen=True)
class Parts:
    """`speak` turns (language, text) pairs into a WAV file; `clock` gives aware datetimes."""

    settings: Settings
    store: Store
    desk: Desk
    access: Access
    clock: Callable[[], datetime]
    speak: Speak
    data: Path


def parts() -> Parts:
    """The parts of the application that serves this request."""
    found: Parts = current_app.extensions["jiaohao"]
    return found
