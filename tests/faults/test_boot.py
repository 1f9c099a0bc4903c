"""A start that cannot be says why in a sentence and leaves everything as it was: no link is used up, no row written."""

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Timer

import pytest
from click.testing import CliRunner, Result
from gunicorn.util import parse_address

from server import gunicorn
from server.cli import main
from server.config import BadSetting, read_settings
from server.gunicorn import NoDoor, named, wait_for_door
from tests.serving import free_port

SECRET = "0123456789abcdef" * 4
NO_MORE_THAN_OTHERS = "-dac_override,-dac_read_search"
AS_WRITTEN = (
    "setpriv",
    *(f"--{which}={NO_MORE_THAN_OTHERS}" for which in ("inh-caps", "bounding-set")),
)
"""Root heeds who may write to what, as everybody does."""


def typed(folder: Path, *words: str) -> Result:
    """A command as it is typed in a data folder."""
    environ = {"JIAOHAO_DATA": str(folder), "JIAOHAO_SECRET_KEY": SECRET}
    return CliRunner().invoke(main, words, env=environ)


def command(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """The same in a process of its own, which heeds who may write to what."""
    environ = os.environ | {"JIAOHAO_DATA": str(folder), "JIAOHAO_SECRET_KEY": SECRET}
    whole = [*(() if os.geteuid() else AS_WRITTEN), sys.executable, "-m", "server.cli", *words]
    return subprocess.run(whole, env=environ, capture_output=True, text=True)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A folder with the sample hall, which nobody has open."""
    folder = tmp_path / "sample"
    assert command(folder, "hall", "import", "--sample").returncode == 0
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    there = (path for path in folder.rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in there}


def test_a_store_of_a_newer_version_is_said_and_left_alone(sample: Path) -> None:
    with closing(sqlite3.connect(sample / "jiaohao.db")) as store:
        store.execute("UPDATE alembic_version SET version_num = '0999'")
        store.commit()
    before = files(sample)
    told = command(sample, "serve", "--port", str(free_port()))
    assert (told.returncode, told.stdout) == (1, "")
    assert "newer version of Jiaohao: it has revision 0999" in told.stderr
    assert files(sample) == before


@contextmanager
def taken() -> Iterator[int]:
    """A port at which somebody listens."""
    with socket.create_server(("127.0.0.1", free_port())) as door:
        yield door.getsockname()[1]


def test_a_port_that_is_taken_is_said_and_nothing_is_done(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above all the link of the server that runs there is still good."""
    monkeypatch.setattr(gunicorn, "LEAVING_SECONDS", 0.0)
    before = files(sample)
    with taken() as port:
        told = typed(sample, "serve", "--port", str(port))
    assert told.exit_code == 1
    assert told.stdout == ""
    assert told.stderr.startswith(f"Error: nobody can listen here: 127.0.0.1, port {port}: ")
    assert files(sample) == before


def test_who_is_leaving_a_port_is_waited_for() -> None:
    with closing(socket.create_server(("127.0.0.1", free_port()))) as door:
        timer = Timer(0.5, door.close)
        timer.start()
        wait_for_door(*door.getsockname())
        timer.join()


@pytest.mark.parametrize("host", ["203.0.113.5", "nowhere.invalid", "2001:db8::1"])
def test_an_address_of_no_machine_or_of_another_is_said_at_once(host: str) -> None:
    with pytest.raises(NoDoor, match=host):
        wait_for_door(host, 8000)


def test_where_systemd_listens_the_port_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
    with taken() as port:
        wait_for_door("127.0.0.1", port)


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::", "::1", "[::1]", "hall.example"])
def test_an_address_is_written_as_gunicorn_reads_it(host: str) -> None:
    assert parse_address(named(host, 8000)) == (host.strip("[]"), 8000)


def test_a_data_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(BadSetting, match=f"JIAOHAO_DATA is '{folder}'"):
            read_settings({"JIAOHAO_DATA": str(folder)})
        told = CliRunner().invoke(main, ["serve"], env={"JIAOHAO_DATA": str(folder)})
        assert (told.exit_code, told.stdout) == (1, "")
        assert told.stderr.startswith("Error: JIAOHAO_DATA is ")


def test_a_data_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    assert typed(tmp_path / "new", "hall", "import", "--sample").exit_code == 0
    read_settings({"JIAOHAO_DATA": str(tmp_path / "newer")})
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("new", "newer")] == [0o700] * 2


@pytest.fixture
def readable(sample: Path) -> Iterator[Path]:
    """A folder that can be read and not be written."""
    paths = [sample, *sample.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield sample
    for path in paths:
        path.chmod(0o755)


def test_a_data_folder_that_cannot_be_written_is_said(readable: Path, tmp_path: Path) -> None:
    before, backup = files(readable), tmp_path / "x.zip"
    for words in (("serve", "--port", str(free_port())), ("backup", str(backup))):
        told = command(readable, *words)
        assert told.returncode == 1, told.stdout
        assert told.stderr.startswith("Error: "), told.stderr
        assert told.stderr.endswith(": attempt to write a readonly database\n")
        assert len(told.stderr.splitlines()) == 1, "one sentence"
    assert files(readable) == before
    assert not backup.exists()
