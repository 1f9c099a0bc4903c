"""What docs/voice.md says is so."""

import re
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from server.hall.plan import Board
from server.hall.plan_faults import faults
from server.manage.hearing import KINDS
from server.voice.phrases import BANKS, phrases
from tests.stage import PLAN


def test_the_boards_settings_on_the_page_are_settings(root: Path) -> None:
    [text] = re.findall(r"```yaml\n(.*?)```", (root / "docs/voice.md").read_text("utf-8"), re.S)
    [board] = TypeAdapter(tuple[Board, ...]).validate_python(yaml.safe_load(text)["boards"])
    assert board.volume_at("12:00") == 0 < board.volume_at("13:30")
    assert not faults(PLAN.__class__(PLAN.code, PLAN.name, boards=(board,)))


def test_the_page_names_every_kind_of_clip(root: Path) -> None:
    page = (root / "docs/voice.md").read_text("utf-8")
    kinds = {name.partition("/")[0] for bank in BANKS for name in phrases(bank)}
    assert set(re.findall(r"^\| `(\w+)/", page, re.M)) | {"letter", "counter"} >= kinds
    assert all(f"`{kind}/" in page for kind in kinds)
    assert kinds == set(KINDS) - {"chime"}
