"""The folder of scheduled backups: each named by its moment, the newest kept, the next one due or not."""

import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

STAMP = "%Y%m%dT%H%M%SZ"
OURS = re.compile(r"jiaohao-(\d{8}T\d{6}Z)\.zip")
PART = re.compile(r"\.jiaohao-\d{8}T\d{6}Z\.zip-[0-9a-f]{8}\.part")
LEFT_BEHIND = timedelta(days=1)
"""After this long, whoever was writing a part is no longer there."""

LATE = timedelta(hours=1)
"""How long after its time a backup may be missing before somebody should know."""


def name_at(now: datetime) -> str:
    """The file name of a backup that is made now."""
    return f"jiaohao-{now.astimezone(UTC).strftime(STAMP)}.zip"


def made(folder: Path) -> list[tuple[datetime, Path]]:
    """The backups in a folder with their moments, the oldest first; other files are not looked at."""
    there = folder.iterdir() if folder.is_dir() else ()
    named = [(OURS.fullmatch(path.name), path) for path in there]
    return sorted(
        (datetime.strptime(match[1], STAMP).replace(tzinfo=UTC), path)
        for match, path in named
        if match
    )


def keep(folder: Path, count: int, now: datetime) -> list[Path]:
    """Take away all but the newest `count`, and what a killed process left half written; what went."""
    old = [path for _, path in made(folder)[:-count]]
    for path in folder.iterdir():
        if PART.fullmatch(path.name) and path.stat().st_mtime < (now - LEFT_BEHIND).timestamp():
            old.append(path)
    for path in old:
        path.unlink(missing_ok=True)
    return old


def last_due(at: tuple[time, ...], now: datetime) -> datetime:
    """The latest of the times of day that is over, yesterday's if need be; on the clock `now` is in."""
    days = (now.date(), now.date() - timedelta(days=1))
    moments = [datetime.combine(day, each, now.tzinfo) for day in days for each in at]
    return max(moment for moment in moments if moment <= now)


def is_due(folder: Path, at: tuple[time, ...], now: datetime) -> bool:
    """Whether no backup was made since the last time that one was due."""
    there = made(folder)
    return not there or there[-1][0] < last_due(at, now)


def is_late(folder: Path, at: tuple[time, ...], now: datetime) -> bool:
    """Whether a backup is missing an hour after its time."""
    due = last_due(at, now - LATE)
    there = made(folder)
    return not there or there[-1][0] < due
