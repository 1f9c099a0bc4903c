"""`python -m server.cli` without the seconds its imports take: a helper that has done them forks for each command.

Each process of tests has one helper. It has one thread, and all it does is fork; what it forks runs
the command's own door, alone in a process group, with the environment and the output that were
ordered. The helper ends when the process of tests does, however that ends, and ends what it forked.
"""

import atexit
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

COMMAND = "server.cli"
LATER = ("server.gunicorn", "gunicorn.workers.gthread", "alembic.command", "alembic.config")
"""What the command imports only when it is under way."""
BIGGEST = 1 << 20


class Warm:
    """A running command: the part of `subprocess.Popen` that tests use."""

    def __init__(
        self,
        *words: str,
        environ: Mapping[str, str],
        out: int,
        err: int,
        command: str = COMMAND,
    ) -> None:
        """Start it; what it says goes to the descriptors `out` and `err`. A test may put its own `command`
        around the real one."""
        order = {"words": words, "environ": dict(environ), "folder": str(Path.cwd())}
        order["command"] = command
        self.returncode: int | None = None
        self._news, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        with theirs:
            socket.send_fds(_helper(), [json.dumps(order).encode()], [theirs.fileno(), out, err])
        self.pid = self._hear()

    def poll(self) -> int | None:
        """What it ended with; nothing while it runs."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """What it ended with, once it has; subprocess.TimeoutExpired after so many seconds."""
        if self.returncode is None:
            if timeout is not None and not select.select([self._news], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(COMMAND, timeout)
            self.returncode = self._hear()
            self._news.close()
        return self.returncode

    def terminate(self) -> None:
        """Ask it to stop."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """Stop it."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def _hear(self) -> int:
        said = self._news.recv(16)
        assert said, "the helper has ended"
        return int(said)


@cache
def _helper() -> socket.socket:
    """Where orders go."""
    ours, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BIGGEST)
    with theirs:
        helper = subprocess.Popen(
            [sys.executable, "-m", "tests.warm", str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )

    def end() -> None:
        ours.close()
        helper.wait(10)

    atexit.register(end)
    return ours


class Helper:
    """Forks at each order, and tells how each of its children ended."""

    def __init__(self, door: socket.socket) -> None:
        self._door = door
        self._children: dict[int, tuple[int, socket.socket]] = {}

    def work(self) -> tuple[str, list[str]]:
        """Return in each child, with its command and the words of it; never in the helper itself."""
        while True:
            ready = select.select([self._door.fileno(), *self._children], [], [])[0]
            for ended in self._children.keys() & set(ready):
                self._bury(ended)
            if self._door.fileno() not in ready:
                continue
            data, descriptors, _, _ = socket.recv_fds(self._door, BIGGEST, 3)
            if not data:
                self._end()
            if self._fork(*descriptors):
                return _become(json.loads(data))

    def _fork(self, news: int, out: int, err: int) -> bool:
        """Whether this is the child. It keeps nothing open but its input and outputs."""
        assert len(list(Path("/proc/self/task").iterdir())) == 1, "a thread would be lost"
        pid = os.fork()
        if pid == 0:
            os.setpgid(0, 0)
            os.dup2(out, 1)
            os.dup2(err, 2)
            self._let_go()
        else:
            with suppress(OSError):  # it may have ended already
                os.setpgid(pid, pid)
            told = socket.socket(fileno=os.dup(news))
            told.send(str(pid).encode())
            self._children[os.pidfd_open(pid)] = pid, told
        for each in (news, out, err):
            os.close(each)
        return pid == 0

    def _let_go(self) -> None:
        self._door.close()
        for ending, (_, news) in self._children.items():
            os.close(ending)
            news.close()
        self._children.clear()

    def _bury(self, ended: int) -> None:
        pid, news = self._children.pop(ended)
        os.close(ended)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        with news, suppress(OSError):  # nobody may want to know
            news.send(str(code).encode())

    def _end(self) -> NoReturn:
        for pid, _ in self._children.values():
            with suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
        os._exit(0)


def _become(order: dict[str, Any]) -> tuple[str, list[str]]:
    os.environ.clear()
    os.environ.update(order["environ"])
    time.tzset()
    os.chdir(order["folder"])
    return order["command"], order["words"]


def main(door: int) -> None:
    """Be a helper; in its children, be the command."""
    for module in (COMMAND, *LATER):
        import_module(module)
    del sys.modules[COMMAND]
    command, words = Helper(socket.socket(fileno=door)).work()
    sys.argv[1:] = words
    runpy.run_module(command, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
