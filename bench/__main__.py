"""`make bench`: every figure as a line `name value unit`, each beside the limit measured in the same run.

python -m bench [--write] [PART ...]
"""

import inspect
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import (
    board,
    call,
    drawing,
    fanout,
    history,
    inside,
    issue,
    machine,
    manager,
    page,
    paper,
    phone,
    postgres,
    start,
    voice,
    weight,
)
from bench.house import House
from bench.report import Report

Measure = Callable[[House, Report], None]
PARTS: dict[str, Measure] = {
    "issue": issue.measure,
    "inside": inside.measure,
    "postgres": postgres.measure,
    "call": call.measure,
    "fanout": fanout.measure,
    "board": board.measure,
    "phone": phone.measure,
    "paper": paper.measure,
    "drawing": drawing.measure,
    "voice": voice.measure,
    "start": start.measure,
    "weight": weight.measure,
    "manager": manager.measure,
    "history": history.measure,
}
APART = frozenset({"history"})
"""Parts that are measured only when they are named: they take long, and much of the disk."""


def main(words: list[str]) -> int:
    """Measure all parts, or those named; 1 when a figure misses its goal."""
    wanted = [word for word in words if word != "--write"]
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are: {', '.join(PARTS)}")
        return 2
    report = Report()
    for name in wanted or [name for name in PARTS if name not in APART]:
        known, load = len(report.figures), os.getloadavg()[0]
        with TemporaryDirectory(prefix="jiaohao-bench-") as var, House(Path(var) / "hall") as house:
            PARTS[name](house, report)
        if "--write" in words:
            about = inspect.getdoc(PARTS[name]) or ""
            on = machine.conditions(load)
            page.write(page.PAGE, list(PARTS), name, about, report.figures[known:], on)
    return report.close()


if __name__ == "__main__":
    # Whoever stops a bench must not be left with its servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main(sys.argv[1:]))
