"""Servers under test are what an operator starts, and nothing of them outlives the tests."""

import os
import subprocess
import sys
import time
from pathlib import Path
from signal import SIGKILL
from subprocess import DEVNULL, PIPE

import pytest
import requests

from tests.serving import Server, free_port

LEFT_ALONE = """
import sys
from tests.warm import Warm
words = "serve", "--sample", "--port", sys.argv[1]
server = Warm(*words, environ={"JIAOHAO_DATA": sys.argv[2]}, out=2, err=2)
print(server.pid, flush=True)
input()
"""


def of(pid: int, what: str) -> list[int]:
    """The numbers that the system tells of a process's one thread: its `children`, or its `stat`."""
    told = Path(f"/proc/{pid}/task/{pid}/{what}").read_text(encoding="ascii")
    return [int(each) for each in told.rpartition(")")[2].split() if each.isdecimal()]


def opened(server: Server) -> list[str]:
    """What a server's first process holds open, by kind."""
    held = [str(each.readlink()) for each in Path(f"/proc/{server.process.pid}/fd").iterdir()]
    return sorted(
        each.replace(str(server.data), "").partition("-")[0].partition(":")[0] for each in held
    )


def lives(pid: int) -> bool:
    """Whether there is such a process, and more of it than its end."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and ") Z " not in stat.read_text(encoding="ascii")


def test_a_warm_server_is_like_the_command_itself_which_survives_a_power_cut(
    tmp_path: Path,
) -> None:
    cold, warm = Server(tmp_path / "cold", cold=True), Server(tmp_path / "warm")
    assert opened(cold) == opened(warm)
    for server in (cold, warm):
        assert os.getpgid(server.process.pid) == server.process.pid
        assert len(of(server.process.pid, "children")) == 1
        assert server.client("kiosk", "k1").issue()["label"] == "A001"
        server.kill()
        assert server.process.poll() == -SIGKILL
        assert server.run("check").startswith("1 tickets, ")


@pytest.mark.parametrize("path", ["/inside/metrics", "/healthz"])
def test_no_header_changes_the_address_that_was_asked_for(tmp_path: Path, path: str) -> None:
    """A proxy that keeps strangers from an address asks for another one."""
    server = Server(tmp_path)
    plain = requests.get(server.url + path, timeout=10)
    said = {"SCRIPT_NAME": "/inside", "PATH_INFO": "/metrics"}
    assert (
        requests.get(server.url + path, headers=said, timeout=10).status_code == plain.status_code
    )
    server.close()


def test_what_the_helper_started_ends_with_the_tests_however_they_end(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LEFT_ALONE, str(free_port()), str(tmp_path)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as tests:
        assert tests.stdout is not None
        server = int(tests.stdout.readline())
        helper = of(server, "stat")[0]
        assert lives(server)
        tests.kill()
    end = time.monotonic() + 20
    while lives(server) or lives(helper):
        assert time.monotonic() < end
        time.sleep(0.05)
