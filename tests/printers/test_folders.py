"""Slips on screen and in files: whole or not at all, and none lost under another."""

import os
from pathlib import Path

import pytest
from PIL import Image

from printers.drivers.choose import driver_for
from printers.drivers.driver import Blocked, Outcome
from printers.drivers.file import Files
from printers.drivers.network import Network
from printers.drivers.screen import KEEP, Screen, newest, picture
from printers.slip import draw
from server.hall.plan import Printer
from tests.printers.decoder import Paper, image_of
from tests.printers.papers import PLAIN, same

SLIP = draw(PLAIN, 384)
NAME = {"zh-Hans": "一号机"}


def test_files_are_numbered_and_their_bytes_decode_to_their_picture(tmp_path: Path) -> None:
    driver = Files(tmp_path / "slips", 384)
    driver.preflight()
    assert [driver.send(SLIP, f"hall:ticket-{n}:0") for n in (1, 2)] == [Outcome.DONE] * 2
    names = sorted(path.name for path in driver.folder.iterdir())
    assert names == ["001.bin", "001.png", "002.bin", "002.png"]
    paper = Paper()
    paper.feed((driver.folder / "002.bin").read_bytes())
    with Image.open(driver.folder / "002.png") as shown:
        assert same(shown, SLIP)
    assert same(image_of(paper.cuts[0], 384), SLIP)


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    driver = Files(tmp_path)
    (tmp_path / "007.png").write_bytes(b"kept")
    driver.send(SLIP, "hall:ticket-1:0")
    assert (tmp_path / "007.png").read_bytes() == b"kept"
    assert (tmp_path / "008.png").exists()


@pytest.mark.parametrize("kind", [Files, Screen])
def test_a_folder_that_cannot_be_made_blocks_and_prints_nothing(
    kind: type[Files] | type[Screen], tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    driver = kind(tmp_path / "taken" / "slips")
    with pytest.raises(Blocked, match="unreachable"):
        driver.preflight()
    with pytest.raises(Blocked, match="unreachable"):
        driver.send(SLIP, "hall:ticket-1:0")


def test_the_screen_shows_a_key_once_and_the_newest_first(tmp_path: Path) -> None:
    driver = Screen(tmp_path)
    for key in ("hall:ticket-1:0", "hall:ticket-2:0", "hall:ticket-1:0"):
        assert driver.send(SLIP, key) is Outcome.DONE
    first, second = picture(tmp_path, "hall:ticket-1:0"), picture(tmp_path, "hall:ticket-2:0")
    assert newest(tmp_path) == [first, second]
    with Image.open(first) as shown:
        assert same(shown, SLIP)


def test_the_screen_forgets_the_oldest(tmp_path: Path) -> None:
    driver = Screen(tmp_path)
    for number in range(KEEP + 3):
        old = tmp_path / f"old-{number:03d}.png"
        old.write_bytes(b"")
        os.utime(old, (number, number))
    driver.send(SLIP, "hall:ticket-1:0")
    kept = newest(tmp_path)
    assert len(kept) == KEEP
    assert kept[0] == picture(tmp_path, "hall:ticket-1:0")
    assert not (tmp_path / "old-000.png").exists()


@pytest.mark.parametrize("key", ["../../etc/passwd", "hall:../x:0", "a/b"])
def test_a_key_never_leads_out_of_the_folder(key: str, tmp_path: Path) -> None:
    assert picture(tmp_path, key).parent == tmp_path


def test_the_set_up_chooses_the_driver(tmp_path: Path) -> None:
    screen = driver_for(tmp_path, "east", Printer("p1", NAME))
    files = driver_for(tmp_path, "east", Printer("p2", NAME, "file", "../../etc", 384))
    network = driver_for(tmp_path, "east", Printer("p3", NAME, "network", "[::1]:9100", mute=True))
    assert isinstance(screen, Screen)
    assert screen.folder == tmp_path / "slips" / "east" / "p1"
    assert isinstance(files, Files)
    assert (files.folder, files.width) == (tmp_path / "slips" / "east" / "etc", 384)
    assert isinstance(network, Network)
    assert (network.place, network.mute) == (("::1", 9100), True)
