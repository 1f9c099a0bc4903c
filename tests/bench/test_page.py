"""docs/performance.md is made by the benches; measuring one part leaves all other sections as they are."""

from pathlib import Path

from bench import machine, page
from bench.report import Figure, Limit

ORDER = ["issue", "call"]
ON = ["2026-11-22", "2 cores"]
ISSUE = Figure(
    "issue_8", 900.0, "tickets/s", Limit("empty route", 2000.0, "requests/s"), ">= 0.5 of it", False
)


def test_a_row_says_figure_limit_ratio_and_goal() -> None:
    text = page.section("Tickets.", [ISSUE, Figure("boards", 101, "boards")], ON)
    assert text.splitlines() == [
        "Tickets.",
        "",
        "2026-11-22 · 2 cores",
        "",
        *page.TABLE,
        "| issue 8 | 900 tickets/s | empty route: 2000 requests/s | 0.45 | ≥ 0.5 of it | **missed** |",
        "| boards | 101 boards | | | | |",
    ]


def test_a_part_replaces_its_own_section_only(tmp_path: Path) -> None:
    path = tmp_path / "performance.md"
    page.write(path, ORDER, "call", "Calls.", [], ON)
    path.write_text(f"{path.read_text('utf-8')}\n## What holds it back\n\nThe disk.\n", "utf-8")
    page.write(path, ORDER, "issue", "Tickets.", [ISSUE], ON)
    page.write(path, ORDER, "issue", "Tickets again.", [ISSUE], ON)
    found = path.read_text("utf-8")
    assert found.startswith(page.HEAD)
    sections = page.sections(found)
    assert list(sections) == ["issue", "call", "What holds it back"]
    assert sections["issue"].startswith("Tickets again.\n")
    assert sections["call"].startswith("Calls.\n")
    assert sections["What holds it back"] == "The disk."


def test_conditions_name_the_machine_and_its_engines() -> None:
    said = machine.conditions(0.25)
    assert "load 0.2 before" in said
    for name in ("Linux", "Python", "SQLite", "PostgreSQL", "Valkey", "Chromium", "gunicorn"):
        [line] = [line for line in said if line.startswith(f"{name} ")]
        assert line.split()[1][0].isdigit(), line
