"""docs/security.md names tests that exist, and tells of every test here."""

import ast
import re
from pathlib import Path


def named_in(folder: Path) -> set[str]:
    return {
        node.name
        for path in folder.rglob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_promise_has_its_test(root: Path) -> None:
    page = (root / "docs/security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    assert named <= named_in(root / "tests")
    ours = named_in(root / "tests/security") - {"test_every_promise_has_its_test"}
    assert ours <= named, "what is tested is promised"
    assert "docs/security.md" in (root / "README.md").read_text(encoding="utf-8")
