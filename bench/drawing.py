"""How long each paper takes to draw, and how many bytes are on their way to the printer."""

from dataclasses import replace
from datetime import timedelta
from statistics import median
from time import perf_counter

from bench.house import House
from bench.report import Report
from printers.press import TEXT, Press
from server.clock import utc_now
from server.hall.papers import Paper
from server.hall.samples import sample
from server.hall.slip import TURN, Slip
from server.plan_file import SAMPLE, read_plan
from tests.printers.papers import PAPERS

TIMES = 40
MOST_MS = 50.0
KINDS = (TURN, "notice", "receipt", "report")


def measure(house: House, report: Report) -> None:
    """Papers of the sample hall from facts to the printer's bytes, in one thread of this process, each with another
    number: 80 mm and 58 mm, in dots; a ticket also in the printer's own letters."""
    plan = read_plan(SAMPLE.read_text(encoding="utf-8"))
    for kind in KINDS:
        paper = sample(plan, kind, utc_now(), "https://hall.example.org")
        for width in (576, 384):
            took, size = _made(Press(width), paper)
            report.goal(f"draw_{kind}_{width}", took, "ms", most=MOST_MS)
            report.line(f"draw_{kind}_{width}_bytes", size, "bytes")
    took, size = _made(Press(576, TEXT), PAPERS["plain"])
    report.line("draw_text", took, "ms")
    report.line("draw_text_bytes", size, "bytes")


def _made(press: Press, paper: Paper) -> tuple[float, float]:
    """(milliseconds, bytes) of one paper, the middle of many."""
    press.made(paper)
    took, sizes = [], []
    for number in range(TIMES):
        one = _another(paper, number)
        start = perf_counter()
        sizes.append(len(press.made(one).data))
        took.append((perf_counter() - start) * 1000)
    return median(took), median(sizes)


def _another(paper: Paper, number: int) -> Paper:
    """The same paper with a number and a minute of its own."""
    at = paper.issued_at + timedelta(minutes=number)
    if isinstance(paper, Slip):
        return replace(paper, label=f"A{number:03d}", number=number, ahead=number, issued_at=at)
    return replace(paper, number=f"2026-{number:06d}", issued_at=at)
