"""Scheduled backups: a thread that looks at the clock, and a process of its own for each backup.

A process, because turning a year into text takes the processor for a minute: it runs at low priority, and calls
and numbers do not wait for it.
"""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from threading import Event, Thread

from server.backup.folder import is_due

LOG = logging.getLogger("jiaohao.backup")
AFTER, EVERY, AGAIN = 60.0, 20.0, 900.0
"""Seconds after the start, between two looks at the clock, and after a backup that failed."""

COMMAND = (sys.executable, "-m", "server.cli", "backup")
KINDNESS = 10
"""By how much a backup's process steps back behind the others."""


class Backups:
    """One thread in each process; the one for which `held()` is true makes the backups.

    `now` is the machine's local time, `command` makes one backup in `folder`, `environ` is what it is told
    beside this process's own environment.
    """

    def __init__(
        self,
        folder: Path | None,
        at: tuple[time, ...],
        now: Callable[[], datetime],
        held: Callable[[], bool],
        *,
        environ: Mapping[str, str] | None = None,
        command: Sequence[str] = COMMAND,
        after: float = AFTER,
    ) -> None:
        self._folder, self._at, self._now, self._held = folder, at, now, held
        self._command, self._environ, self._after = command, dict(environ or {}), after
        self._stopping = Event()
        self._thread = Thread(target=self._forever, name="backups", daemon=True)

    def start(self) -> None:
        """Begin to look at the clock; without a folder there is nothing to do."""
        if self._folder is not None:
            self._thread.start()

    def stop(self) -> None:
        """End the thread and the backup that it is making."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def look(self) -> bool:
        """Make a backup if one is due and it is for this process to do; False when it failed."""
        if self._folder is None or not self._held():
            return True
        return not is_due(self._folder, self._at, self._now()) or self._make()

    def _make(self) -> bool:
        began = self._now()
        with subprocess.Popen(
            self._command,
            env=os.environ | self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as process:
            os.setpriority(os.PRIO_PROCESS, process.pid, KINDNESS)
            said = self._wait_for(process)
        if process.returncode:
            LOG.error("no backup was made", extra={"because": said})
            return False
        LOG.info("backup made", extra={"seconds": round((self._now() - began).total_seconds(), 1)})
        return True

    def _wait_for(self, process: "subprocess.Popen[bytes]") -> str:
        told = False
        while True:
            try:
                return process.communicate(timeout=0.25)[1].decode("utf-8", "replace").strip()
            except subprocess.TimeoutExpired:
                if self._stopping.is_set() and not told:
                    # As by Ctrl-C: it takes its half file away.
                    process.send_signal(signal.SIGINT)
                    told = True

    def _forever(self) -> None:
        wait = self._after
        while not self._stopping.wait(wait):
            try:
                wait = EVERY if self.look() else AGAIN
            except Exception:
                wait = AGAIN
                LOG.exception("the folder of backups could not be looked at")
