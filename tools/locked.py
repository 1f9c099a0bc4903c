"""Hold the lock files to pyproject.toml, without a network: `tools/locked.py [--stamp]`."""

import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements-uv.lock", "requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^[a-z0-9][a-z0-9._-]*==\S+(?: ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
STAMP = re.compile(r"^# wanted: ([0-9a-f]{64})\n", re.MULTILINE)


def wanted(pyproject: str) -> str:
    """The checksum of everything in a pyproject.toml that decides what gets locked."""
    table = tomllib.loads(pyproject)
    project = table["project"]
    asked = [project["requires-python"], project["dependencies"], table["dependency-groups"]]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def faults(lock: str, pyproject: str) -> list[str]:
    """What is wrong in the text of a lock file: stale, without hash, naming a host."""
    stamp = STAMP.search(lock)
    found = [] if stamp and stamp[1] == wanted(pyproject) else ["does not match pyproject.toml"]
    lines = [line for line in lock.splitlines() if not line.startswith("#")]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if PIN.match(line) and not HASH.match(following):
            found.append(f"has no hash for {line}")
        elif not PIN.match(line) and not HASH.match(line):
            found.append(f"has a line that is neither pin nor hash: {line}")
    return found


def stamp(path: Path, pyproject: str) -> None:
    """Write into the lock file at `path` which pyproject.toml it answers."""
    path.write_text(f"# wanted: {wanted(pyproject)}\n" + STAMP.sub("", path.read_text()))


def main() -> int:
    pyproject = (ROOT / "pyproject.toml").read_text()
    if sys.argv[1:] == ["--stamp"]:
        for name in LOCKS:
            stamp(ROOT / name, pyproject)
    found = [
        f"{name} {fault}"
        for name in LOCKS
        for fault in faults((ROOT / name).read_text(), pyproject)
    ]
    for fault in found:
        print(f"{fault} (make lock remakes it)", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
