"""Which days a manager asks about: what was typed, what is wrong with it, and the days one asks about most."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from server.figures.book import ONE_DAY, month_end
from server.figures.day import read_day
from server.figures.range import LONGEST, WEEK
from server.manage.figures.words import Said

FROM, TO, DAY = "from", "to", "day"
NO_DAY = "Write a day as 2026-11-20."
BACKWARDS = "The last day comes before the first."
TOO_LONG = "At most {most} days; this is {days}."
TO_COME = "This day has not come yet."


@dataclass(frozen=True)
class Asked:
    """What was typed in the two fields; `faults` by field, and the days, once there is no fault."""

    typed: Mapping[str, str]
    faults: Mapping[str, Said] = field(default_factory=dict)
    first: date = date.min
    last: date = date.min


@dataclass(frozen=True)
class Preset:
    """Days with a name."""

    name: str
    first: date
    last: date


def read_span(query: Mapping[str, str], today: date) -> Asked:
    """The range of ?from= and ?to=; one of them alone, or ?day=, is a day; none is today."""
    given = {name: query.get(name, "").strip() or query.get(DAY, "") for name in (FROM, TO)}
    typed = {FROM: given[FROM] or given[TO], TO: given[TO] or given[FROM]}
    typed = {name: text or today.isoformat() for name, text in typed.items()}
    read = {name: _day(text) for name, text in typed.items()}
    first, last = read[FROM], read[TO]
    if first is None or last is None:
        return Asked(typed, {name: Said(NO_DAY) for name, day in read.items() if day is None})
    faults = _faults(first, last, today)
    return Asked(typed, faults, first, last)


def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except ValueError:
        return None


def _faults(first: date, last: date, today: date) -> dict[str, Said]:
    days = (last - first).days + 1
    if first > today:
        return {FROM: Said(TO_COME)}
    if last > today:
        return {TO: Said(TO_COME)}
    if last < first:
        return {TO: Said(BACKWARDS)}
    if days > LONGEST:
        return {TO: Said(TOO_LONG, {"most": LONGEST, "days": days})}
    return {}


def presets(today: date) -> list[Preset]:
    """Today, yesterday, the seven days that are over, this month until today, and last month."""
    month = today.replace(day=1)
    yesterday, last_month = today - ONE_DAY, (month - ONE_DAY).replace(day=1)
    return [
        Preset("Today", today, today),
        Preset("Yesterday", yesterday, yesterday),
        Preset("Last 7 days", today - timedelta(days=WEEK), yesterday),
        Preset("This month", month, today),
        Preset("Last month", last_month, month_end(last_month)),
    ]
