"""A figure beside the same days before: with its sign, in words, and whether it is better. Never by colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.manage.figures.columns import Column, Unit
from server.manage.figures.words import Said

MINUS = "−"
MORE_LESS = {
    Unit.COUNT: ("{sign}, more", "{sign}, fewer"),
    Unit.MINUTES: ("{sign} min, longer", "{sign} min, shorter"),
    Unit.SHARE: ("{sign} points, higher", "{sign} points, lower"),
}
SAME, NOTHING = "as before", "nothing before to compare with"
LEAST = {Unit.COUNT: 5, Unit.MINUTES: 2, Unit.SHARE: 0.05}
A_TENTH = 0.1
"""How much worse alarms: so much, and a tenth of what it was."""

VERDICTS = {1: "better", -1: "worse", 0: ""}


@dataclass(frozen=True)
class Change:
    """`sign` is the bare difference, "+12" or "−1.2"; `said` says it; `verdict` is better, worse or nothing.

    `alarm` is for what became worse by more than chance does to a small number.
    """

    sign: str
    said: Said
    verdict: str = ""
    alarm: bool = False


def change(column: Column, row: Mapping[str, Any], then: Mapping[str, Any]) -> Change:
    """What has become of a figure, from the rows of both ranges."""
    now, before = column.of(row), column.of(then)
    if now is None or before is None:
        return Change("", Said(NOTHING))
    sign = signed(column.unit, now - before)
    if sign is None:
        return Change("", Said(SAME))
    up = now > before
    told = MORE_LESS[column.unit][0 if up else 1]
    percent = f" ({_percent(now, before)})" if column.unit is Unit.COUNT and before else ""
    agrees = not column.per or _grew(now, row[column.per], before, then[column.per]) is up
    verdict = VERDICTS[(column.better if up else -column.better) if agrees else 0]
    least = max(LEAST[column.unit], A_TENTH * abs(before))
    alarm = verdict == VERDICTS[-1] and abs(now - before) >= least
    return Change(sign, Said(told, {"sign": sign + percent}), verdict, alarm)


def signed(unit: Unit, difference: float) -> str | None:
    """ "+12", "−1.2", percentage points for shares; None when it would be written as nothing."""
    scaled = difference * 100 if unit is Unit.SHARE else difference
    text = f"{abs(scaled):,.0f}" if unit is Unit.COUNT else f"{abs(scaled):.1f}"
    if not text.strip("0."):
        return None
    return ("+" if difference > 0 else MINUS) + text


def _grew(now: float, whole: float, before: float, former: float) -> bool | None:
    """Whether a part of a whole has grown; None when it cannot be said."""
    if not whole or not former or now * former == before * whole:
        return None
    return now * former > before * whole


def _percent(now: float, before: float) -> str:
    percent = (now - before) / before * 100
    return f"{'+' if percent > 0 else MINUS}{abs(percent):.0f}%"
