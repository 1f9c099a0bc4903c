"""`make bench`: every figure as a line `name value unit`, each beside the limit measured in the same run.

python -m bench [PART ...]
"""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import (
    board,
    call,
    fanout,
    history,
    issue,
    manager,
    phone,
    postgres,
    start,
    weight,
)
from bench.house import House
from bench.report import Report

Measure = Callable[[House, Report], None]
PARTS: dict[str, Measure] = {
    "issue": issue.measure,
    "postgres": postgres.measure,
    "call": call.measure,
    "fanout": fanout.measure,
    "board": board.measure,
    "phone": phone.measure,
    "start": start.measure,
    "weight": weight.measure,
    "manager": manager.measure,
    "history": history.measure,
}
APART = frozenset({"history"})
"""Parts that are measured only when they are named: they take long, and much of the disk."""


def main(wanted: list[str]) -> int:
    """Measure all parts, or those named; 1 when a figure misses its goal."""
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are: {', '.join(PARTS)}")
        return 2
    report = Report()
    for name in wanted or [name for name in PARTS if name not in APART]:
        with TemporaryDirectory(prefix="jiaohao-bench-") as var, House(Path(var) / "hall") as house:
            PARTS[name](house, report)
    return report.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
