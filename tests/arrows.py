"""Who may import whom: the table of arrows, and the reader that holds the code to it."""

import ast
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

EVERYTHING = frozenset({"*"})
FACE = frozenset(
    f"server.{part}"
    for part in "access desk figures hall pages parts photos picture store voice words".split()
)

# Which part of the house may import which others. A file takes the first row that its name fits;
# a part may always import itself. There is no way round in a circle.
ARROWS: dict[str, frozenset[str]] = {
    "server.hall": frozenset(),
    "server.words": frozenset(),
    "server.config": frozenset(),
    "server.clock": frozenset(),
    "server.voice": frozenset({"server.hall"}),
    "server.store": frozenset({"server.hall"}),
    "server.picture": frozenset({"server.hall", "server.store"}),
    "server.desk": frozenset({"server.hall", "server.store"}),
    "server.figures": frozenset({"server.hall", "server.store"}),
    "server.access": frozenset({"server.hall", "server.store"}),
    "server.live": frozenset({"server.hall", "server.store", "server.picture"}),
    "server.api": FACE,
    "server.manage": FACE | {"server.backup", "server.plan_file"},
    "kiosk": FACE,
    "board": FACE,
    "counter": FACE,
    "printers.spool": frozenset({"server.hall", "server.store", "printers"}),
    "printers.agent": frozenset({"server.build", "server.hall", "printers"}),
    "printers": frozenset({"server.hall"}),
    "server.parts": frozenset(
        f"server.{part}" for part in "access config desk hall store voice".split()
    ),
    "server.build": frozenset(),
    "server.pages": frozenset({"server.access", "server.build", "server.parts", "server.words"}),
    "server.backup": frozenset({"server.access", "server.store"}),
    "server.check": frozenset({"server.hall", "server.store"}),
    "server.photos": frozenset({"server.hall"}),
    "server.plan_file": frozenset({"server.desk", "server.hall", "server.photos", "server.store"}),
    "server.health": frozenset(
        {"server.backup", "server.live", "server.parts", "server.store", "server.voice"}
    ),
    "server.security": frozenset(),
    "server.proxies": frozenset(),
    "server.bodies": frozenset(),
    "server.compress": frozenset(),
    "server.logs": frozenset(),
    "server.gunicorn": frozenset({"server.app", "server.config", "server.logs", "server.patience"}),
    "server.patience": frozenset({"server.live"}),
    "server.app": EVERYTHING,
    "server.cli_backup": frozenset(
        {"server.backup", "server.clock", "server.config", "server.store"}
    ),
    "server.cli": EVERYTHING,
    "wsgi": frozenset({"server.app", "server.config", "server.logs"}),
}

# What a part may use beside the standard library; parts without a row choose for themselves.
OUTSIDE: dict[str, frozenset[str]] = {
    "server.hall": frozenset(),
    "server.store": frozenset({"sqlalchemy", "alembic", "pydantic", "cryptography"}),
    "server.picture": frozenset({"sqlalchemy"}),
    "server.desk": frozenset({"sqlalchemy"}),
    "server.figures": frozenset({"sqlalchemy", "xlsxwriter"}),
    "printers.agent": frozenset({"click", "pydantic", "serial", "socketio", "yaml"}),
}

OURS = frozenset({"server", "kiosk", "board", "counter", "printers", "wsgi"})


def files(root: Path, *suffixes: str) -> Iterator[Path]:
    """The project's own files under `root`, without what tools and a running hall leave there."""
    for path in sorted(root.iterdir()):
        if path.name in {"var", "vendor", "__pycache__"}:
            continue
        if path.is_dir() and (path.name == ".ci" or not path.name.startswith(".")):
            yield from files(path, *suffixes)
        elif path.is_file() and (not suffixes or path.suffix in suffixes):
            yield path


def module_of(path: Path, root: Path) -> str:
    """The dotted name under which Python knows the file."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def product(root: Path) -> Iterator[tuple[str, Path, ast.Module]]:
    """Name, path and syntax tree of every file that ships; tests, bench and tools are no part."""
    for path in files(root, ".py"):
        if module_of(path, root).partition(".")[0] in OURS:
            yield module_of(path, root), path, tree(path)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def part_of(module: str) -> str | None:
    """The row of ARROWS that a module belongs to."""
    return next((part for part in ARROWS if fits(module, part)), None)


def fits(module: str, part: str) -> bool:
    pattern = f"{part}*" if part.startswith("printers.") else f"{part}.*"
    return module == part or fnmatchcase(module, pattern)


def imports(parsed: ast.Module, module: str, is_package: bool) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a file imports; `from a import b` gives `a.b`."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            here = module.split(".")
            cut = len(here) - node.level + (1 if is_package else 0)
            above = here[:cut] if node.level else []
            base = [*above, *([node.module] if node.module else [])]
            yield from ((node.lineno, ".".join([*base, alias.name])) for alias in node.names)


def wrong_arrows(root: Path) -> list[str]:
    """Imports that go up, sideways, or to a library the part does without."""
    found = []
    for module, path, parsed in product(root):
        is_package = path.name == "__init__.py"
        part = part_of(module)
        named = list(imports(parsed, module, is_package))
        if part is None and (named or not is_package):
            found.append(f"{module} has no row in ARROWS")
        elif part is not None:
            found += [
                f"{module}:{line} may not import {name}"
                for line, name in named
                if not may_import(part, name)
            ]
    return found


def may_import(part: str, name: str) -> bool:
    top = name.partition(".")[0]
    if top in OURS:
        target = part_of(name)
        allowed = ARROWS[part]
        return target is not None and (target == part or target in allowed or allowed == EVERYTHING)
    return top in sys.stdlib_module_names or part not in OUTSIDE or top in OUTSIDE[part]
