"""Every part of `make bench`, tiny: it runs to its end and gives its figures. How large they are says nothing here."""

import math
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import bench.__main__ as benches
from bench import (
    board,
    call,
    drawing,
    fanout,
    figures,
    history,
    inside,
    issue,
    manager,
    page,
    pages,
    paper,
    phone,
    postgres,
    start,
    tickets,
    voice,
    year,
)
from bench.house import House
from bench.report import Report
from tests.serving import Server

TINY: list[tuple[ModuleType, dict[str, object]]] = [
    (issue, {"CLIENTS": (1, 3), "REQUESTS": 6, "ROUNDS": 1}),
    (inside, {"TIMES": 1, "EACH": 1}),
    (postgres, {"WORKERS": (2,)}),
    (call, {"CLERKS": 4, "EACH": 2, "ROUNDS": 1, "BOARDS": 3, "CALLS": 2}),
    (fanout, {"ROUNDS": 1, "SETTLE_SECONDS": 0.01}),
    (board, {"BOARDS": 3, "CALLS": 2, "COSTS": 1, "BURSTS": 1, "WARM": 0, "SETTLE_SECONDS": 0.05}),
    (phone, {"PHONES": 3, "SECONDS": 0.3}),
    (paper, {"TICKETS": 2, "FAULTS": 1}),
    (voice, {"CALLS": 3, "SPOKEN": 1}),
    (drawing, {"TIMES": 1}),
    (start, {"TIMES": 1, "REST_SECONDS": 0.0}),
    (history, {"CLIENTS": 3, "ROUNDS": 1}),
    (year, {"TICKETS": 500}),
    (figures, {"TIMES": 1, "SOME": 1}),
    (tickets, {"TIMES": 1}),
    (pages, {"TIMES": 1}),
]
FIGURES = {
    "issue": {
        "issue_1",
        "issue_3",
        "issue_3_of_database",
        "issue_3_p50",
        "issue_3_p99",
        "issue_cpu",
    },
    "inside": {"inside_ticket", "inside_nothing", "inside_key", "inside_verb"},
    "postgres": {"postgres_2_workers_1", "postgres_2_workers_slowest", "postgres_2_workers_cpu"},
    "call": {
        "call_p50",
        "call_p99",
        "call_p99_per_p50",
        "call_cpu_of_many",
        "call_doubles",
        "call_faults",
    },
    "fanout": {"fanout_3", "fanout_3_redis", "fanout_3_cpu", "fanout_3_memory"},
    "board": {"call_to_drawn_median", "call_to_drawn_p99", "call_cpu_no_boards", "call_cpu"},
    "phone": {"phones_300_share"},
    "paper": {"paper_first_byte_median", "paper_cut_median", "paper_fault_known_slowest"},
    "drawing": {"draw_turn_576", "draw_report_384_bytes", "draw_text", "draw_text_bytes"},
    "start": {"first_ticket", "start_first_of_all", "start", "memory_at_rest", "start_two_workers"},
    "voice": {"compose_p50", "compose_p99", "call_sound", "call_heard"},
    "weight": {"cold_kiosk", "cold_board", "cold_evaluator", "cold_counter"},
    "history": {"history_tickets", "history_issue_p99", "history_issue_cpu", "history_issue"},
    "manager": {"figures_year", "tickets_year", "ticket_story", "own_month"},
}

pytestmark = pytest.mark.timeout(300)
"""Servers start cold here, one after another, as those that are measured do."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all parts that ask the routes of benches."""
    with House(tmp_path_factory.mktemp("bench") / "hall") as running:
        yield running


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """As little as will do."""
    monkeypatch.setenv("JIAOHAO_BENCH_HISTORY", "3010")
    for module, sizes in TINY:
        for name, value in sizes.items():
            monkeypatch.setattr(module, name, value)


def test_every_part_is_tried_here() -> None:
    assert set(FIGURES) == set(benches.PARTS)
    assert set(benches.PARTS) >= benches.APART


@pytest.mark.parametrize("part", ["issue", "inside", "call", "board", "history"])
def test_a_part_beside_an_empty_route_gives_its_figures(part: str, house: House) -> None:
    _try(part, benches.PARTS[part], house)


@pytest.mark.parametrize(
    "part", ["postgres", "phone", "paper", "voice", "drawing", "start", "weight"]
)
def test_another_part_gives_its_figures(part: str, server: Server) -> None:
    _try(part, benches.PARTS[part], server)


def test_a_fan_out_gives_its_figures(server: Server) -> None:
    _try("fanout", partial(fanout.measure, sizes=(3,)), server)


def test_a_managers_year_gives_its_figures(tmp_path: Path) -> None:
    server = Server(tmp_path)
    _try("manager", manager.measure, server)
    server.close()


def _try(part: str, measure: Callable[[Any, Report], None], server: Server) -> None:
    report = Report()
    measure(server, report)
    values = {figure.name: figure.value for figure in report.figures}
    assert FIGURES[part] <= set(values)
    assert all(math.isfinite(value) for value in values.values())


def test_what_is_measured_may_be_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def measure(_: House, report: Report) -> None:
        """Nothing."""
        report.goal("nothing", 1, "s", most=0)

    monkeypatch.setattr(page, "PAGE", tmp_path / "performance.md")
    monkeypatch.setattr(benches, "PARTS", {"nothing": measure})
    monkeypatch.setattr(benches, "House", nullcontext)
    assert benches.main(["nothing"]) == 1
    assert not page.PAGE.exists()
    assert benches.main(["--write", "nothing"]) == 1
    assert "| nothing | 1 s | | | ≤ 0 s | **missed** |" in page.PAGE.read_text("utf-8")


def test_an_unknown_part_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert benches.main(["nonsense"]) == 2
    assert "no such part: nonsense" in capsys.readouterr().out
