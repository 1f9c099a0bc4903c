"""The disk is full in the middle of a backup: no half file stays, and those of before are untouched."""

import resource
import subprocess
import sys
from pathlib import Path

from server.backup.folder import name_at
from tests.backup.pair import save
from tests.stage import MORNING, PLAN, Stage, stage

ENOUGH_FOR_HALF = 4096
"""Bytes that the process may write into a file: the real limit of the system, which fails as a full disk does."""


def backup(folder: Path, hall: Stage, limit: int) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "server.cli", "backup"],
        env={
            # Or the limit would leave Python with half a module in its cache.
            "PYTHONDONTWRITEBYTECODE": "1",
            "JIAOHAO_DATA": str(folder / "data"),
            "JIAOHAO_DATABASE_URL": hall.store.url.render_as_string(hide_password=False),
            "JIAOHAO_SECRET_KEY": "secret" * 6,
            "JIAOHAO_BACKUP_DIR": str(folder / "backups"),
            "JIAOHAO_BACKUP_KEEP": "1",
        },
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
    )


def test_a_full_disk_leaves_the_backup_of_before(tmp_path: Path) -> None:
    with stage() as hall:
        for _ in range(100):
            hall.issue(kiosk=PLAN.kiosk("k1"))
        folder = tmp_path / "backups"
        earlier = folder / name_at(MORNING)
        save(hall.store, earlier)
        kept = earlier.read_bytes()
        assert len(kept) > ENOUGH_FOR_HALF
        done = backup(tmp_path, hall, ENOUGH_FOR_HALF)
        assert done.returncode == 1
        assert "Error: no backup was made: " in done.stderr
        assert "Traceback" not in done.stderr
        assert [path.read_bytes() for path in folder.iterdir()] == [kept]
        assert hall.faults() == []
        assert backup(tmp_path, hall, 2**30).returncode == 0
        [left] = folder.iterdir()
        assert left != earlier, "the next one that succeeds takes its place"
