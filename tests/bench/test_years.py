"""The past that benches write is one the house believes: its rows are what its journal says."""

from pathlib import Path

import pytest

from bench import years
from server.check import check_store
from server.store.store import Store


def test_years_agree_with_their_journal(tmp_path: Path) -> None:
    tickets = years.A_DAY + 5
    years.write(tmp_path / "jiaohao.db", tickets)
    found = check_store(Store(f"sqlite:///{tmp_path}/jiaohao.db"))
    assert (found.tickets, found.lines, found.faults) == (tickets, tickets * 4 + 1, [])


def test_a_disk_without_room_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="of history need"):
        years.check_disk(tmp_path, 10**12)
