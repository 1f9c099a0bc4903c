"""`jiaohao backup` and `jiaohao restore`, as an operator types them."""

from pathlib import Path

import pytest

from tests.test_cli import Shell


@pytest.fixture
def sample(tmp_path: Path) -> Shell:
    """A folder with the sample hall."""
    shell = Shell(tmp_path / "old")
    shell.says("hall", "import", "--sample")
    return shell


def test_a_hall_moves_to_another_machine(sample: Shell, tmp_path: Path) -> None:
    file = tmp_path / "safe" / "hall.zip"
    said = sample.says("backup", str(file))
    assert said.startswith(f"{file}: 1 halls, ")
    new = Shell(tmp_path / "new")
    result = new("restore", str(file))
    assert result.exit_code == 0
    assert result.stdout.startswith("jiangcheng: ")
    assert "belongs to another secret key" in result.stderr
    assert new.says("hall", "export") == sample.says("hall", "export")
    assert "0 faults" in new.says("check")
    photos = [folder / "photos" for folder in (sample.folder, new.folder)]
    assert len({tuple(sorted(path.name for path in home.iterdir())) for home in photos}) == 1


def test_with_its_own_key_nothing_is_to_be_said(sample: Shell, tmp_path: Path) -> None:
    sample.says("backup", str(tmp_path / "hall.zip"))
    new = Shell(tmp_path / "new")
    new.folder.mkdir()
    (new.folder / "secret_key").write_bytes((sample.folder / "secret_key").read_bytes())
    result = new("restore", str(tmp_path / "hall.zip"))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "not empty" in new.fails("restore", str(tmp_path / "hall.zip"))


def test_a_new_backup_takes_the_place_of_the_old_one(sample: Shell, tmp_path: Path) -> None:
    file = tmp_path / "hall.zip"
    file.write_bytes(b"the old one")
    sample.says("backup", str(file))
    assert file.read_bytes() != b"the old one"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["hall.zip"]


def test_without_a_name_it_goes_into_the_folder_and_the_oldest_go(
    sample: Shell, tmp_path: Path
) -> None:
    assert "JIAOHAO_BACKUP_DIR" in sample.fails("backup")
    home = tmp_path / "backups"
    home.mkdir()
    old = [home / f"jiaohao-2026010{n}T000000Z.zip" for n in (1, 2, 3)]
    for path in old:
        path.touch()
    sample.environ |= {"JIAOHAO_BACKUP_DIR": str(home), "JIAOHAO_BACKUP_KEEP": "2"}
    sample.says("backup")
    assert [path.exists() for path in old] == [False, False, True]
    assert len(list(home.iterdir())) == 2


def test_where_there_is_nothing_to_save_or_to_write_to(sample: Shell, tmp_path: Path) -> None:
    empty = Shell(tmp_path / "empty")
    assert "nothing in this store" in empty.fails("backup", str(tmp_path / "none.zip"))
    (tmp_path / "file").touch()
    assert "no backup was made" in sample.fails("backup", str(tmp_path / "file" / "hall.zip"))
    assert "does not exist" in sample.fails("restore", str(tmp_path / "none.zip"))
    assert "no whole backup" in sample.fails("restore", str(tmp_path / "file"))
