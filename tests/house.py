"""The other rules of the house: functions that read source and answer with what breaks a rule."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.arrows import files, fits, imports, product, tree

LONGEST = {".py": 300, ".js": 120, ".css": 150}
LONGEST_FUNCTION = 40
WORLD = frozenset(
    "io logging os pathlib random secrets shutil socket sqlite3 subprocess threading time".split()
)
CLOCKS_AND_CHANCE = frozenset({"now", "utcnow", "today", "uuid1", "uuid4"})
# Written in halves, or this file would refuse itself.
FORBIDDEN = re.compile(
    "|".join(
        [r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", r"\bXX" + r"X\b"]
        + ["pypi" + r"\.org", "python" + "hosted", "npmjs" + r"\.(?:org|com)"]
        + ["deb" + r"\.debian\.org", "docker" + r"\.io", "gh" + r"cr\.io"]
    )
)
SKIPS = frozenset({"skip", "skipif", "xfail", "importorskip", "skipTest", "expectedFailure"})
INLINE = re.compile(
    r"<style\b|\sstyle=[\"'$]|\son[a-z]+=[\"']"
    r"|<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")[^>]*>"
)


def too_long(root: Path) -> list[str]:
    """Files and functions over the sizes of the house."""
    found = []
    for path in files(root, *LONGEST):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST[path.suffix]:
            found.append(f"{path.relative_to(root)} has {lines} lines")
        if path.suffix == ".py":
            found += [f"{path.relative_to(root)}:{text}" for text in long_functions(tree(path))]
    return found


def long_functions(parsed: ast.Module) -> Iterator[str]:
    for node in ast.walk(parsed):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{node.lineno} {node.name} has {lines} lines"


def outside_world_in_rules(root: Path) -> list[str]:
    """Clocks, chance and I/O in server.hall, where time comes in by argument."""
    found = []
    for module, _, parsed in product(root):
        if not fits(module, "server.hall"):
            continue
        for line, name in imports(parsed, module, False):
            if name.partition(".")[0] in WORLD:
                found.append(f"{module}:{line} imports {name}")
        for call in calls(parsed):
            if called(call) in CLOCKS_AND_CHANCE | {"open", "print", "input"}:
                found.append(f"{module}:{call.lineno} calls {called(call)}")
    return found


def calls(parsed: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(parsed) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last name of what is called: `b` for `a.b()`."""
    return last_name(call.func)


def last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def writes_tickets(parsed: ast.AST) -> list[int]:
    """Lines where a statement that changes the tickets table is built."""
    lines = []
    for call in calls(parsed):
        receiver = [call.func.value] if isinstance(call.func, ast.Attribute) else []
        if called(call) in {"insert", "update", "delete"}:
            if any(last_name(node) == "tickets" for node in [*call.args, *receiver]):
                lines.append(call.lineno)
        elif called(call) == "text" and re.search(
            r"(?i)\b(?:insert\s+into|update|delete\s+from)\s+tickets\b", ast.unparse(call)
        ):
            lines.append(call.lineno)
    return lines


def ticket_writers(root: Path) -> frozenset[str]:
    """The store's functions that change the tickets table; they are the desk's alone."""
    path = root / "server/store/tickets.py"
    body = tree(path).body if path.exists() else []
    return frozenset(
        node.name for node in body if isinstance(node, ast.FunctionDef) and writes_tickets(node)
    )


def strange_writers(root: Path) -> list[str]:
    """Places beside the desk that change the tickets table, or call the store to do it."""
    found = []
    writers = ticket_writers(root)
    for module, path, parsed in product(root):
        if fits(module, "server.desk"):
            continue
        if module != "server.store.tickets":
            found += [f"{module}:{line} writes tickets" for line in writes_tickets(parsed)]
        is_package = path.name == "__init__.py"
        found += [
            f"{module}:{line} takes the desk's {name}"
            for line, name in imports(parsed, module, is_package)
            if name in {f"server.store.tickets.{writer}" for writer in writers}
        ]
        found += [
            f"{module}:{node.lineno} takes the desk's tickets.{node.attr}"
            for node in ast.walk(parsed)
            if isinstance(node, ast.Attribute)
            and node.attr in writers
            and last_name(node.value) == "tickets"
        ]
    return found


def strange_voices(root: Path) -> list[str]:
    """Places beside server.live that speak over the socket."""
    return [
        f"{module}:{call.lineno} emits"
        for module, _, parsed in product(root)
        if not fits(module, "server.live")
        for call in calls(parsed)
        if called(call) == "emit"
    ]


def forbidden_words(root: Path) -> list[str]:
    """Notes of unfinished work, and registries by name."""
    found = []
    for path in files(root):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if word := FORBIDDEN.search(line):
                found.append(f"{path.relative_to(root)}:{number} says {word[0]}")
    return found


def skipped_tests(root: Path) -> list[str]:
    """Tests that may be passed over."""
    return [
        f"{path.relative_to(root)}:{node.lineno} skips"
        for path in files(root, ".py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in SKIPS
        if last_name(node.value) in {"mark", "pytest", "unittest", "self"}
    ]


def inline_code(root: Path) -> list[str]:
    """Styles and scripts inside markup, which the pages' Content-Security-Policy refuses."""
    return [
        f"{path.relative_to(root)}:{number} has {inline[0].strip()}"
        for path in files(root, ".html", ".js")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (inline := INLINE.search(line))
    ]
