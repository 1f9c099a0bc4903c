"""Slips in files and on screen: whole or not at all, and none lost under another."""

from pathlib import Path

import pytest
from PIL import Image

from printers.drivers.choose import driver_for
from printers.drivers.driver import Blocked, Outcome
from printers.drivers.file import Files
from printers.drivers.receipt import Receipt
from printers.drivers.screen import Screen
from printers.press import Press
from printers.slip import draw
from server.hall.plan import Printer
from tests.printers.decoder import Paper, image_of
from tests.printers.papers import PLAIN, same

NAME = {"zh-Hans": "一号机"}


def test_files_are_numbered_and_their_bytes_decode_to_their_picture(tmp_path: Path) -> None:
    driver = Files(tmp_path / "slips", Press(384))
    for _ in range(2):
        driver.preflight()
        driver.prepare(PLAIN)
        assert driver.send() is Outcome.DONE
    names = sorted(path.name for path in driver.folder.iterdir())
    assert names == ["001.bin", "001.png", "002.bin", "002.png"]
    paper = Paper()
    paper.feed((driver.folder / "002.bin").read_bytes())
    with Image.open(driver.folder / "002.png") as shown:
        assert same(shown, draw(PLAIN, 384))
    assert same(image_of(paper.cuts[0], 384), draw(PLAIN, 384))


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    driver = Files(tmp_path)
    (tmp_path / "007.png").write_bytes(b"kept")
    driver.prepare(PLAIN)
    driver.send()
    assert (tmp_path / "007.png").read_bytes() == b"kept"
    assert (tmp_path / "008.png").exists()


def test_half_a_slip_is_none_and_comes_once_when_there_is_room(tmp_path: Path) -> None:
    driver, full = Files(tmp_path), tmp_path / ".001.bin.part"
    full.mkdir()
    driver.prepare(PLAIN)
    with pytest.raises(Blocked, match="unreachable"):
        driver.send()
    full.rmdir()
    assert driver.send() is Outcome.DONE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["001.bin", "001.png"]


def test_bytes_without_a_picture_take_their_number_too(tmp_path: Path) -> None:
    (tmp_path / "004.bin").write_bytes(b"kept")
    driver = Files(tmp_path)
    driver.prepare(PLAIN)
    driver.send()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["004.bin", "005.bin", "005.png"]


def test_a_folder_that_cannot_be_made_blocks_and_prints_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    driver = Files(tmp_path / "taken" / "slips")
    with pytest.raises(Blocked, match="unreachable"):
        driver.preflight()
    driver.prepare(PLAIN)
    with pytest.raises(Blocked, match="unreachable"):
        driver.send()


def test_on_screen_every_slip_is_there_at_once() -> None:
    driver = Screen()
    driver.preflight()
    driver.prepare(PLAIN)
    assert driver.send() is Outcome.DONE


def test_the_set_up_chooses_the_driver_and_files_stay_in_the_data_folder(tmp_path: Path) -> None:
    files = driver_for(tmp_path, "east", Printer("p2", NAME, "file", "../../etc", 384))
    network = driver_for(tmp_path, "east", Printer("p3", NAME, "network", "[::1]:9100", mute=True))
    assert isinstance(driver_for(tmp_path, "east", Printer("p1", NAME)), Screen)
    assert isinstance(files, Files)
    assert (files.folder, files.press.width) == (tmp_path / "slips" / "east" / "etc", 384)
    assert isinstance(network, Receipt)
    assert network.mute
