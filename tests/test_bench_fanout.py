"""The bench of the fan-out runs, for a handful of boards; what it finds is not judged here."""

import resource

import pytest

from bench import fanout
from bench.report import Report
from tests.serving import Server


def test_a_handful_of_boards_is_measured_in_both_ways(
    server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fanout, "ROUNDS", 2)
    fanout.measure(server, Report(), sizes=(6,))
    said = capsys.readouterr().out
    for name in ("fanout_6", "fanout_6_redis"):
        for figure in ("_bare", "", "_worst", "_per_bare", "_cpu", "_memory"):
            assert f"{name}{figure} " in said


def test_too_low_a_limit_of_files_is_said_at_once() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with pytest.raises(SystemExit, match="ulimit -Hn"):
        fanout.check_files(hard + 1)
