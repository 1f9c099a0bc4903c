"""The page of faults says what is tested, and every test of a fault is on it."""

import re
from pathlib import Path

PATH = re.compile(r"`(tests(?:/\w+)+/test_\w+\.py)`")


def test_each_row_names_a_test_and_each_test_is_named(root: Path) -> None:
    text = (root / "docs/faults.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.endswith(" |")][2:]
    assert len(rows) > 15
    assert [row for row in rows if not PATH.search(row.split(" | ")[-1])] == []
    named = set(PATH.findall(text))
    assert [path for path in named if not (root / path).is_file()] == []
    here = {f"tests/faults/{path.name}" for path in (root / "tests/faults").glob("test_*.py")}
    assert here - named == {"tests/faults/test_page.py"}
