"""docs/performance.md, written by the benches: a section for each part, with what it was measured on."""

import re
from collections.abc import Sequence
from pathlib import Path

from bench.report import Figure, amount

PAGE = Path(__file__).parent.parent / "docs/performance.md"
HEAD = """# What it can do, and what holds it back

Each figure stands beside a limit that was measured in the same run: what something simpler took on the same machine at
the same time. Rates and times differ from machine to machine; the ratios say how much of the machine is left to be had.

This page is made by the benches. On a machine that does nothing else:

    make bench ARGS=--write                 # everything but the history
    make bench ARGS="--write history"       # writes ten million tickets first: 15 GiB and some minutes

A part's name after `--write` measures that part alone and writes only its section; without `--write` the figures are
printed and the page stays as it is. `JIAOHAO_BENCH_HISTORY=300000` makes a shorter past.
"""
TABLE = [
    "| figure | measured | limit beside it | ratio | goal | |",
    "| --- | --- | --- | --- | --- | --- |",
]
SECTION = re.compile(r"^## (.+)$", re.M)


def write(
    path: Path, order: Sequence[str], name: str, about: str, figures: list[Figure], on: list[str]
) -> None:
    """Put one part's section in its place; all other sections stay as they are."""
    kept = sections(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept[name] = section(about, figures, on)
    known = [part for part in order if part in kept]
    others = [part for part in kept if part not in order]
    texts = [f"## {part}\n\n{kept[part]}\n" for part in (*known, *others)]
    path.write_text("\n".join((HEAD, *texts)), encoding="utf-8")


def sections(page: str) -> dict[str, str]:
    """Name -> text of every section of a page."""
    pieces = SECTION.split(page)[1:]
    return {name: text.strip() for name, text in zip(pieces[::2], pieces[1::2], strict=True)}


def section(about: str, figures: list[Figure], on: list[str]) -> str:
    """What was measured, on what, and the table."""
    return "\n".join((about, "", " · ".join(on), "", *TABLE, *map(_row, figures)))


def _row(figure: Figure) -> str:
    limit, ratio = figure.limit, figure.ratio
    cells = (
        figure.name.replace("_", " "),
        amount(figure.value, figure.unit),
        f"{limit.name}: {amount(limit.value, limit.unit)}" if limit else "",
        "" if ratio is None else f"{ratio:.2f}",
        figure.goal.replace("<=", "≤").replace(">=", "≥"),
        ("met" if figure.met else "**missed**") if figure.goal else "",
    )
    return f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")
