"""Clerks' photos and halls' logos as files: which are there, and how long one is kept that no plan names any more."""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from server.hall.plan import Hall
from server.hall.sentence import Sentence, says

SERVED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.(png|jpg|webp)")
CHOSEN = re.compile(r"[0-9a-f]{20}\.(jpg|png)")
"""The names that photos get which were chosen on a form; no other file is ever taken away."""

KEPT = timedelta(days=365)
"""How long a photo is kept after a plan last named it: a file that was exported names photos and does not hold
them, and may be put in place again."""

MISSING = "These photos are not here, and their clerks are shown without: {photos}"


def home_of(data: Path) -> Path:
    """The folder of the photos."""
    return data / "photos"


def file_of(data: Path, name: str) -> Path | None:
    """The file of a photo; None when there is none."""
    path = home_of(data) / name if SERVED.fullmatch(name) else None
    return path if path is not None and path.is_file() else None


def named(plan: Hall) -> set[str]:
    """The names of the photos that a plan names."""
    logo = {plan.papers.logo} if plan.papers.logo else set()
    return {clerk.photo for clerk in plan.clerks if clerk.photo} | logo


def missing(data: Path, plan: Hall) -> Sentence | None:
    """Which of a plan's photos are not here, and whose they are; None when all are."""
    whose = [(one.photo, one.login) for one in plan.clerks] + [(plan.papers.logo, "papers")]
    gone = [f"{name} ({of})" for name, of in whose if name and file_of(data, name) is None]
    return says(MISSING, photos=", ".join(gone)) if gone else None


def still_named(data: Path, names: Iterable[str], now: datetime) -> None:
    """Write down that photos are named at this moment: it is their files' time.

    Said before every change of a plan, so that a photo which the change leaves out was last named then. Nobody
    need ever look at what a plan has named before.
    """
    for name in filter(CHOSEN.fullmatch, names):
        # Not there, or somebody else's file: neither is a reason to refuse a change.
        with suppress(OSError):
            os.utime(home_of(data) / name, (now.timestamp(),) * 2)


def forget(data: Path, names: set[str], now: datetime) -> None:
    """Take away the photos chosen on forms which none of `names` is, and none was for KEPT."""
    for path in home_of(data).glob("*.*"):
        if not CHOSEN.fullmatch(path.name) or path.name in names:
            continue
        if path.stat().st_mtime < (now - KEPT).timestamp():
            path.unlink(missing_ok=True)
