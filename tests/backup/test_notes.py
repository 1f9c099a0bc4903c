"""A backup holds notes as the store does: sealed, and of use to nobody without the secret key."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from server.desk.notes import Note, open_note
from server.desk.work import Desk
from server.store.seal import Sealer
from tests.backup.pair import bring, elsewhere, empty_store, save
from tests.stage import ENGINES, Stage

NOTE = "lives at 88 Riverside"


@pytest.mark.parametrize("target", ENGINES)
def test_notes_come_back_under_their_own_secret_alone(
    hall: Stage, target: str, tmp_path: Path
) -> None:
    ana, file = hall.issue(), tmp_path / "hall.zip"
    hall.move(ana, "call", "1")
    hall.move(ana, "park", NOTE)
    hall.move(ana, "call", "1")
    save(hall.store, file)
    with ZipFile(file) as archive:
        assert not any(NOTE.encode() in archive.read(name) for name in archive.namelist())
    with empty_store(target) as store:
        bring(store, file)
        later = elsewhere(hall, store)
        assert later.do(lambda work: open_note(work, ana.id, "1")) == Note(NOTE)
        later.desk = Desk(store, hall.clock, later.told.extend, Sealer("another"))
        told = later.do(lambda work: open_note(work, ana.id, "1"))
        assert told == Note(None, readable=False)
        later.move(ana, "finish")
        assert later.faults() == []
