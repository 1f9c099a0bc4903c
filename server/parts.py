"""The parts that faces and the API use, joined once by `server.app` and found from any request."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from flask import current_app, request

from server.access.identify import Access
from server.config import Settings
from server.desk.work import Desk
from server.hall.announcement import Line
from server.hall.documents import Document
from server.hall.plan import Hall
from server.store.store import Store
from server.voice.compose import Sound

Speak = Callable[[Sequence[Line], bool], Sound]


class Paper(Protocol):
    """What pages may see of the spool and tell it; jobs are told by their ids."""

    def slips(self, hall: str, printer: str, limit: int, *, sent: bool = False) -> Sequence[Any]:
        """The newest jobs of a printer, or of those that were `sent`, newest first: id, label, state, reason,
        moved_from, created_at, copied."""

    def queued(self, hall: str) -> Sequence[Any]:
        """Jobs that wait for their printers, oldest first: like `slips`."""

    def slip_png(self, hall: str, job_id: int) -> bytes | None:
        """A job's slip as PNG bytes, drawn now; None when the hall has no such job."""

    def sample_png(
        self, plan: Hall, kind: str, press: tuple[int, str], site: str, logo: bytes | None = None
    ) -> bytes:
        """A paper of nobody as a press of this width and template prints it; `logo` is a PNG in place of the plan's.

        Raises server.hall.papers.Undrawable, and KeyError for a kind that is none.
        """

    def undecided(self, hall: str) -> Sequence[Any]:
        """Jobs of which nobody knows whether they were printed, oldest first: like `slips`."""

    def printed(self, hall: str, job_id: int) -> bool:
        """A person saw the paper of an undecided job; False when there was nothing to decide."""

    def reprint(self, hall: str, job_id: int, printer: str | None = None) -> bool:
        """Print a job once more, marked as a copy, on its printer or another; False when that cannot be."""

    def elsewhere(self, hall: str, ids: Collection[int], printer: str) -> int:
        """Print jobs that wait on another printer. How many go there."""

    def dropped(self, hall: str, ids: Collection[int]) -> int:
        """Jobs that wait, or that nobody knows of, are not needed any more. How many that were."""

    def trial(self, hall: str, printer: str, mark: str) -> bool:
        """Print a test page; the same mark again is the same page. False when there is no such printer."""

    def draft_png(self, plan: Hall, printer: str, paper: Document) -> bytes:
        """A paper that is not printed yet as PNG bytes, dot for dot as a printer of dots would. Raises Undrawable."""

    def holes(self, plan: Hall, printer: str, paper: Document) -> list[str]:
        """The characters of a paper that a printer, or the one in its place, has no letters for, each once."""

    def put(self, hall: str, printer: str, paper: Document, mark: str) -> bool:
        """Print an official paper; the same mark again is the same paper. False when there is no such printer.

        Raises server.hall.papers.Undrawable, and then nothing is printed.
        """

    def new_roll(self, hall: str, printer: str) -> bool:
        """A new roll of paper was put in. False when there is no such printer."""


class Screens(Protocol):
    """The devices that are connected right now."""

    def drop(self, key_id: int) -> None:
        """Hang up on a key that was revoked."""

    def reload(self, key_id: int) -> None:
        """Tell the screens of a key to load their page anew, whichever process they are connected to."""


@dataclass(frozen=True)
class Parts:
    """`speak` turns an announcement's lines, after the chime or without it, into a sound file; `clock` gives aware
    datetimes; `redraw(hall)` has a hall's pictures drawn again soon, when something beside its tickets has changed."""

    settings: Settings
    store: Store
    desk: Desk
    access: Access
    clock: Callable[[], datetime]
    speak: Speak
    data: Path
    paper: Paper
    screens: Screens
    redraw: Callable[[str], None]


def parts() -> Parts:
    """The parts of the application that serves this request."""
    found: Parts = current_app.extensions["jiaohao"]
    return found


def site() -> str:
    """The address that people reach this server at: the operator's, or else the one that was asked for."""
    return parts().settings.site or f"{request.scheme}://{request.host}"
