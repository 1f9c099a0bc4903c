"""A figure stands beside its limit, and a goal is held where it was set: at a value, or at a share of the limit."""

import pytest

from bench.report import Limit, Report

ROUTE = Limit("empty route", 2000.0, "requests/s")


def test_a_figure_may_be_alone_or_beside_a_limit(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report()
    report.line("boards", 100, "boards")
    report.line("issue", 1000, "tickets/s", ROUTE)
    assert capsys.readouterr().out.splitlines() == [
        "boards 100 boards",
        "issue 1000 tickets/s",
        "  beside empty route 2000 requests/s, 0.5 of it",
    ]
    assert report.close() == 0


def test_a_goal_in_its_own_unit_is_held_on_its_side() -> None:
    report = Report()
    report.goal("wait", 50.0, "ms", most=50)
    report.goal("rate", 49.0, "1/s", least=50)
    assert [(f.goal, f.met) for f in report.figures] == [("<= 50 ms", True), (">= 50 1/s", False)]
    assert report.close() == 1


@pytest.mark.parametrize(("rate", "met"), [(1000.0, True), (999.0, False)])
def test_a_goal_may_be_a_share_of_the_limit(
    rate: float, met: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    report = Report()
    report.ratio("issue", rate, "tickets/s", ROUTE, least=0.5)
    assert report.close() == (0 if met else 1)
    said = capsys.readouterr().out
    assert f"  goal >= 0.5 of it: {'met' if met else 'MISSED'}" in said
    assert ("all goals met" if met else "goals missed: issue") in said


def test_a_limit_of_nothing_has_no_ratio() -> None:
    report = Report()
    report.goal("call_cpu", 3.0, "ms", most=4, beside=Limit("empty route", 0.0, "ms"))
    assert report.figures[0].ratio is None
