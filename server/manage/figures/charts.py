"""What the charts draw, as plain numbers for the page's script, and the levels of the heat map."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.figures.range import WEEKDAYS as ISO_DAYS
from server.hall.rating import BAD, GRADES
from server.manage.figures.tables import both, hour_span, tickets
from server.manage.figures.words import GRADE_WORDS, WEEKDAYS

Told = Mapping[str, Any]
LEVELS = (0.25, 0.5, 0.75, 1.0, 1.5)
"""Parts of the promised wait at which the heat map becomes one shade darker."""

KEPT_PROMISE = 3
"""The darkest shade that is still within the promise."""


@dataclass(frozen=True)
class Heat:
    """A weekday and hour: its tickets, the median of its waits and how dark that is; 0 to 5, None of nothing."""

    tickets: int
    median: float | None
    level: int | None
    href: str

    @property
    def over(self) -> bool:
        """Whether the promise was broken more often than not."""
        return self.level is not None and self.level > KEPT_PROMISE


@dataclass(frozen=True)
class Grade:
    """One of the five grades: how many gave it, its part of all, whether it is a bad one."""

    score: int
    name: str
    many: int
    share: float
    bad: bool
    href: str


def drawn(told: Told, day_starts: str) -> dict[str, Any]:
    """Every chart of the page by the name of its place."""
    halves = in_order(told["half_hours"], day_starts)
    charts = {
        "waits": _band([row["at"] for row in halves], halves, told),
        "arrivals": _bars(told["hours"], "arrivals", day_starts),
        "windows": _bars(told["hours"], "open_windows", day_starts),
        "days": _band([row["day"][5:] for row in told["days"]], told["days"], told),
    }
    return charts | {f"bins-{row['code']}": _bins(row) for row in _served(told)}


def in_order(rows: Iterable[Told], day_starts: str) -> list[Told]:
    """Half hours from the start of the business day on: what comes after midnight stands last."""
    return sorted(rows, key=lambda row: (row["at"] < day_starts[:2], row["at"]))


def halves(told: Told, day_starts: str) -> list[Told]:
    """The half hours in their order, with the addresses of who came in each and whose wait ended in it."""
    return [
        dict(row) | {what: tickets(told, what, half=row["at"]) for what in ("issued", "waited")}
        for row in in_order(told["half_hours"], day_starts)
    ]


def _band(labels: list[str], rows: Sequence[Told], told: Told) -> dict[str, Any]:
    waits = [row["wait"] for row in rows]
    return {
        "labels": labels,
        "low": [wait["p10"] for wait in waits],
        "middle": [wait["median"] for wait in waits],
        "high": [wait["p90"] for wait in waits],
        "promise": told["hall"]["promised_minutes"],
    }


def _bars(rows: Sequence[Told], key: str, day_starts: str) -> dict[str, Any]:
    named = [{"at": f"{row['hour']:02d}:00", "value": row[key]} for row in rows]
    ordered = in_order(named, day_starts)
    return {
        "labels": [row["at"] for row in ordered],
        "values": [row["value"] for row in ordered],
        "width": 1,
    }


def _bins(row: Told) -> dict[str, Any]:
    counts, width = row["bins"]["counts"], row["bins"]["width"]
    last = max((n for n, count in enumerate(counts) if count), default=0)
    kept = counts[: last + 1]
    return {
        "labels": [f"{n * width:g}" for n in range(len(kept))],
        "values": kept,
        "width": width,
        "mark": row["service"]["median"],
    }


def _served(told: Told) -> list[Told]:
    return [row for row in told["services"] if row["service"]["n"]]


def multiples(told: Told) -> list[Told]:
    """The services whose times are spread out, the most frequent first."""
    return sorted(_served(told), key=lambda row: -row["service"]["n"])


def heat(told: Told) -> tuple[list[str], list[tuple[int, dict[str, str], list[Heat | None]]]]:
    """The hours across, and a line for each weekday on which anything happened."""
    cells = {(cell["weekday"], cell["hour"]): cell for cell in told["heat"]}
    hours = sorted({hour for _, hour in cells})
    days = [day for day in ISO_DAYS if any(weekday == day for weekday, _ in cells)]
    lines = [
        (day, both(WEEKDAYS[day - 1]), [_heat(told, cells.get((day, hour))) for hour in hours])
        for day in days
    ]
    return [hour_span(hour)[:5] for hour in hours], lines


def _heat(told: Told, cell: Told | None) -> Heat | None:
    if cell is None:
        return None
    level, promised = None, told["hall"]["promised_minutes"]
    if cell["median"] is not None:
        level = sum(1 for part in LEVELS if cell["median"] > part * promised)
    href = tickets(told, "waited", weekday=cell["weekday"], hour=cell["hour"])
    return Heat(cell["tickets"], cell["median"], level, href)


def grades(told: Told) -> list[Grade]:
    """The five grades, the best first."""
    return [
        Grade(
            grade,
            GRADE_WORDS[grade],
            many := told["ratings"][str(grade)],
            many / told["rated"] if told["rated"] else 0.0,
            grade in BAD,
            tickets(told, f"rated-{grade}"),
        )
        for grade in GRADES
    ]
