"""The folder of scheduled backups: each named by its moment, the newest kept, the next one due or not."""

import re
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

STAMP = "%Y%m%dT%H%M%SZ"
OURS = re.compile(r"jiaohao-(\d{8}T\d{6}Z)\.zip")
PART = re.compile(r"\.jiaohao-\d{8}T\d{6}Z\.zip-[0-9a-f]{8}\.part")
LEFT_BEHIND = timedelta(days=1)
"""After this long, whoever was writing a part is no longer there."""

LATE = timedelta(hours=1)
"""How long after its time a backup may be missing before somebody should know."""

AHEAD = timedelta(hours=1)
"""What is named later than this from now was named by a clock that was wrong."""


def name_at(now: datetime) -> str:
    """The file name of a backup that is made now."""
    return f"jiaohao-{now.astimezone(UTC).strftime(STAMP)}.zip"


def made(folder: Path) -> list[tuple[datetime, Path]]:
    """The backups in a folder with their moments, the oldest first; other files are not looked at."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if match := OURS.fullmatch(path.name):
            with suppress(ValueError):
                found.append((datetime.strptime(match[1], STAMP).replace(tzinfo=UTC), path))
    return sorted(found)


def newest(folder: Path, now: datetime) -> datetime | None:
    """When the newest backup was made; None when there is none but those of a wrong clock's future."""
    return max((moment for moment, _ in made(folder) if moment <= now + AHEAD), default=None)


def keep(folder: Path, count: int, now: datetime) -> list[Path]:
    """Take away all but the newest `count`, and what a killed process left half written; what went.

    Those of a wrong clock's future stay until they are over, and are none of the newest.
    """
    old = [path for moment, path in made(folder) if moment <= now + AHEAD][:-count]
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
    last = newest(folder, now)
    return last is None or last < last_due(at, now)


def is_late(folder: Path, at: tuple[time, ...], now: datetime) -> bool:
    """Whether a backup is missing an hour after its time, or nobody can look whether it is there."""
    try:
        last = newest(folder, now)
    except OSError:
        return True
    return last is None or last < last_due(at, now - LATE)
