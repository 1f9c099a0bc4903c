"""`make bench`: every figure as a line `name value unit`, each beside the limit measured in the same run."""

import sys
import tempfile
from pathlib import Path

from bench import board, fanout, issue, manager, phone, weight
from bench.report import Report
from tests.serving import Server

PARTS = {
    "issue": issue.measure,
    "board": board.measure,
    "fanout": fanout.measure,
    "phone": phone.measure,
    "weight": weight.measure,
    "manager": manager.measure,
}


def main(wanted: list[str]) -> int:
    """Measure all parts, or those named; 1 when a figure misses its goal."""
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are: {', '.join(PARTS)}")
        return 2
    report = Report()
    for name in wanted or PARTS:
        with tempfile.TemporaryDirectory(prefix="jiaohao-bench-") as folder:
            server = Server(Path(folder) / "var", cold=True)
            try:
                PARTS[name](server, report)
            finally:
                server.close()
    return report.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
