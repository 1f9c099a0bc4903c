"""One sentence beside each picture: what a manager would say who had looked at it for a minute."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.hall.rating import BAD
from server.manage.figures.tables import day_name, figures, hour_span
from server.manage.figures.words import WEEKDAYS, Said

Told = Mapping[str, Any]
FEW = 5
"""Waits below which a half hour, day or cell is not called the worst."""

NO_WAITS = "Nobody was called in these days."


@dataclass(frozen=True)
class Reading:
    """What is said of a chart, whether it is a warning, and where more of it is."""

    said: Said
    warning: bool = False
    href: str = ""


def readings(told: Told) -> dict[str, Reading]:
    """What is said of each chart, by its name."""
    return {
        "waits": waits(told),
        "load": load(told),
        "heat": heat(told),
        "services": services(told),
        "ratings": ratings(told),
        "days": days(told),
    }


def waits(told: Told) -> Reading:
    """When in the day nine in ten waited longer than was promised."""
    promised, many = told["hall"]["promised_minutes"], told["wait"]["n"]
    if not many:
        return Reading(Said(NO_WAITS))
    rows = _worth(told["half_hours"])
    over = [row for row in rows if row["wait"]["p90"] > promised]
    if not over:
        return Reading(
            Said(
                "All day nine in ten waited no longer than the promised {promised} minutes.",
                {"promised": promised},
            )
        )
    worst = max(over, key=lambda row: row["wait"]["p90"])
    values = {
        "at": worst["at"],
        "p90": worst["wait"]["p90"],
        "median": worst["wait"]["median"],
        "promised": promised,
        "many": len(over),
    }
    return Reading(
        Said(
            "From {at} it took longest: median {median} minutes, and nine in ten waited up to {p90}, "
            "over the promised {promised} (so it was in {many} half hours).",
            values,
        ),
        warning=True,
    )


def load(told: Told) -> Reading:
    """The hour in which most citizens came for each open window."""
    rows = [row for row in told["hours"] if row["arrivals"] and row["open_windows"]]
    if not rows:
        return Reading(Said("Nobody came while a window was open."))
    arrivals, opened = (sum(row[k] for row in rows) for k in ("arrivals", "open_windows"))
    tight = max(rows, key=lambda row: row["arrivals"] / row["open_windows"])
    each = tight["arrivals"] / tight["open_windows"]
    values = {
        "span": hour_span(tight["hour"]),
        "arrivals": f"{tight['arrivals']:.0f}",
        "windows": f"{tight['open_windows']:.1f}",
        "each": f"{each:.0f}",
        "usual": f"{arrivals / opened:.0f}",
    }
    return Reading(
        Said(
            "{span} is tightest: {arrivals} came to {windows} open windows, {each} for each; "
            "over the day it is {usual}.",
            values,
        ),
        warning=each > 2 * arrivals / opened,
    )


def heat(told: Told) -> Reading:
    """The hour of the week with the longest median."""
    cells = [cell for cell in told["heat"] if cell["waits"] >= FEW]
    if not cells:
        return Reading(Said(NO_WAITS if not told["wait"]["n"] else "Too few waits to compare."))
    worst = max(cells, key=lambda cell: cell["median"])
    values = {
        "weekday": Said(WEEKDAYS[worst["weekday"] - 1]),
        "span": hour_span(worst["hour"]),
        "median": worst["median"],
    }
    said = Said("{weekday} {span} is slowest: the median wait is {median} minutes.", values)
    return Reading(said, warning=worst["median"] > told["hall"]["promised_minutes"])


def services(told: Told) -> Reading:
    """The service that takes longest at a window."""
    rows = [row for row in told["services"] if row["service"]["n"]]
    if not rows:
        return Reading(Said("No service was finished in these days."))
    slow = max(rows, key=lambda row: row["service"]["median"])
    values = {
        "name": slow["name"],
        "median": slow["service"]["median"],
        "p90": slow["service"]["p90"],
        "whole": told["service"]["median"],
    }
    return Reading(
        Said(
            "{name} takes longest: median {median} minutes, one in ten over {p90}; "
            "all services together {whole}.",
            values,
        )
    )


def ratings(told: Told) -> Reading:
    """How many rated, and how."""
    if not told["rated"]:
        return Reading(Said("Nobody has rated in these days."))
    bad = sum(told["ratings"][str(grade)] for grade in BAD)
    values = {"rated": told["rated"], "good": f"{told['good_share'] * 100:.1f}%", "bad": bad}
    return Reading(
        Said("{rated} rated, {good} of them fairly satisfied or better; {bad} bad.", values),
        warning=bad > 0,
    )


def days(told: Told) -> Reading:
    """The day that stands out, with the way to it."""
    rows = sorted(_worth(told["days"]), key=lambda row: -row["wait"]["median"])
    if not rows:
        return Reading(Said(NO_WAITS if not told["wait"]["n"] else "Too few waits to compare."))
    worst, promised = rows[0], told["hall"]["promised_minutes"]
    values = {
        "day": day_name(worst["day"]),
        "median": worst["wait"]["median"],
        "p90": worst["wait"]["p90"],
    }
    href, warning = figures(worst["day"], worst["day"]), worst["wait"]["p90"] > promised
    if len(rows) == 1:
        said = Said("Only {day} has waits: median {median}, P90 {p90} minutes.", values)
        return Reading(said, warning, href)
    said = Said(
        "{day} was slowest: median {median}, P90 {p90} minutes; the next slowest day {next}.",
        values | {"next": rows[1]["wait"]["median"]},
    )
    return Reading(said, warning, href)


def _worth(rows: list[Told]) -> list[Told]:
    """Rows with enough waits to be spoken of, or else all that have any."""
    some = [row for row in rows if row["wait"]["n"]]
    return [row for row in some if row["wait"]["n"] >= FEW] or some
