"""What this server runs, in one word: its release, and a digest of the pages and words it serves."""

import hashlib
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("server", "kiosk", "board", "counter")
FOLDERS = frozenset({"static", "templates", "translations"})
LONGEST = 32
"""Characters that are kept of it."""


@cache
def build() -> str:
    """For example "0.1.0+3f9c2a71": the same word means the same pages."""
    digest = hashlib.sha256()
    for path in sorted(path for part in PARTS for path in (ROOT / part).rglob("*")):
        inside = path.relative_to(ROOT)
        if path.is_file() and FOLDERS & set(inside.parts):
            digest.update(f"{inside.as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return f"{_release()}+{digest.hexdigest()[:8]}"[:LONGEST]


def _release() -> str:
    """What is installed; an image has the code alone, and the file that names its release."""
    try:
        return version("jiaohao")
    except PackageNotFoundError:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        return str(project["version"])
