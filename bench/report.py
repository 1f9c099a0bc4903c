"""Figures as lines, each with the limit measured beside it, and whether each reached its goal."""

from dataclasses import dataclass
from typing import NamedTuple


class Limit(NamedTuple):
    """What the same run on the same machine gave for something simpler."""

    name: str
    value: float
    unit: str


@dataclass(frozen=True)
class Figure:
    """A measured value; `goal` says in words what it is held to, "" when it is held to nothing."""

    name: str
    value: float
    unit: str
    limit: Limit | None = None
    goal: str = ""
    met: bool = True

    @property
    def ratio(self) -> float | None:
        """The value in units of its limit."""
        return self.value / self.limit.value if self.limit and self.limit.value else None


class Report:
    """Prints as it goes and keeps what it printed; `close` says how many goals were missed."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []

    def line(self, name: str, value: float, unit: str, beside: Limit | None = None) -> None:
        """A figure, or a limit beside one."""
        self._add(Figure(name, value, unit, beside))

    def goal(
        self,
        name: str,
        value: float,
        unit: str,
        *,
        most: float | None = None,
        least: float | None = None,
        beside: Limit | None = None,
    ) -> None:
        """A figure with the goal it is held to, in its own unit."""
        words, met = _held(value, most, least)
        self._add(Figure(name, value, unit, beside, f"{words} {unit}", met))

    def ratio(
        self,
        name: str,
        value: float,
        unit: str,
        limit: Limit,
        *,
        most: float | None = None,
        least: float | None = None,
    ) -> None:
        """A figure whose goal is so much of the limit beside it."""
        words, met = _held(value / limit.value, most, least)
        self._add(Figure(name, value, unit, limit, f"{words} of it", met))

    def _add(self, figure: Figure) -> None:
        self.figures.append(figure)
        print(f"{figure.name} {amount(figure.value, figure.unit)}", flush=True)
        if figure.limit is not None:
            limit, ratio = figure.limit, figure.ratio
            share = "" if ratio is None else f", {ratio:.3g} of it"
            print(f"  beside {limit.name} {amount(limit.value, limit.unit)}{share}", flush=True)
        if figure.goal:
            print(f"  goal {figure.goal}: {'met' if figure.met else 'MISSED'}", flush=True)

    def close(self) -> int:
        """0 when every goal was met."""
        missed = [figure.name for figure in self.figures if not figure.met]
        print(f"goals missed: {', '.join(missed)}" if missed else "all goals met")
        return 1 if missed else 0


def amount(value: float, unit: str) -> str:
    """A value as people read it: three digits, or all of a large one."""
    return f"{value:.3g} {unit}" if abs(value) < 1000 else f"{value:.0f} {unit}"


def _held(value: float, most: float | None, least: float | None) -> tuple[str, bool]:
    if most is not None:
        return f"<= {most:g}", value <= most
    assert least is not None
    return f">= {least:g}", value >= least
