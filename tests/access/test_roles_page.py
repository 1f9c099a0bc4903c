"""docs/roles.md says what the table of permissions says."""

from pathlib import Path

from server.access.roles import PERMISSIONS, Role

YES = "●"


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def test_the_page_is_the_table(root: Path) -> None:
    lines = (root / "docs/roles.md").read_text(encoding="utf-8").splitlines()
    head = next(cells(line) for line in lines if line.startswith("| operation"))
    rows = [cells(line) for line in lines if line.startswith("| `")]
    assert head[1:] == [role.value for role in Role]
    assert {cell for row in rows for cell in row[1:]} == {YES, ""}
    told = {
        row[0].strip("`"): {
            Role(name) for name, cell in zip(head[1:], row[1:], strict=True) if cell == YES
        }
        for row in rows
    }
    assert told == PERMISSIONS
