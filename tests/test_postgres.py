"""The tests' own PostgreSQL leaves nothing behind, however the process of tests ends."""

import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest

from tests import postgres
from tests.stage import bare

OWNER = """
import sys
from tests.postgres import Server
server = Server()
print(server.folder, server.url(), flush=True)
sys.stdin.read()
"""


def answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.mark.parametrize("killed", [False, True])
def test_it_ends_with_the_process_that_asked_for_it(root: Path, killed: bool) -> None:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", OWNER]
    with subprocess.Popen(command, cwd=root, text=True, stdin=pipe, stdout=pipe) as owner:
        assert owner.stdout is not None
        folder, url = owner.stdout.readline().split()
        assert answers(url)
        assert Path(folder).stat().st_uid != 0
        if killed:
            owner.kill()
    deadline = monotonic() + 30
    while Path(folder).exists():
        assert monotonic() < deadline, "its folder is still there"
        sleep(0.05)
    assert not answers(url)


def test_a_database_goes_back_to_what_it_was_and_a_spoilt_one_is_thrown_away() -> None:
    with postgres.database(bare) as first, psycopg.connect(first, autocommit=True) as conn:
        conn.execute("INSERT INTO counters VALUES ('x', 'A', '2026-03-02', 7)")
    with postgres.database(bare) as again, psycopg.connect(again, autocommit=True) as conn:
        assert again == first
        assert conn.execute("SELECT count(*) FROM counters").fetchone() == (0,)
        conn.execute("CREATE TABLE spoilt (x int)")
    with postgres.database(bare) as other:
        assert other != first
