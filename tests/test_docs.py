"""What the documents say is what the code has."""

import re
from pathlib import Path


def test_every_setting_is_documented_and_no_other(root: Path) -> None:
    code = set(re.findall(r"JIAOHAO_[A-Z_]+", (root / "server/config.py").read_text("utf-8")))
    told = re.findall(
        r"^\| `(JIAOHAO_[A-Z_]+)`", (root / "docs/settings.md").read_text("utf-8"), re.M
    )
    assert code == set(told)
    assert len(told) == len(set(told))


def test_links_between_documents_lead_somewhere(root: Path) -> None:
    pages = [*root.glob("README*.md"), *root.glob("docs/*.md")]
    assert len(pages) >= 4
    for page in pages:
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name} points at {link}"


def test_the_folders_the_plan_names_are_there(root: Path) -> None:
    plan = (root / "docs/architecture.md").read_text("utf-8")
    named = re.findall(r"`((?:server|kiosk|board|counter|printers|tests)/[\w/]*(?:\.py)?)`", plan)
    assert len(named) > 10
    assert [name for name in named if not (root / name).exists()] == []
