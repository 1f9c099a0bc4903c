"""What a start loads: everything before the first answer, and nothing that few days need."""

import subprocess
import sys
from importlib.util import find_spec

LATER = {"alembic", "escpos", "openpyxl", "sqlalchemy.orm", "xlsxwriter"}
"""Libraries that migrations, paper and tables for a spreadsheet load when they are wanted."""


def test_a_start_loads_nothing_that_few_days_need() -> None:
    code = "import sys, server.cli, server.gunicorn; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(said.stdout.split())
    assert {"flask", "sqlalchemy", "server.app"} <= loaded
    assert [name for name in LATER if find_spec(name) is None] == [], "these are no libraries"
    assert loaded & LATER == set()
