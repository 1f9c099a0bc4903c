"""The house keeps its own rules, and the rules can tell a bad house from a good one."""

from collections.abc import Callable
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests import arrows, house

CHECKS = [
    arrows.wrong_arrows,
    house.too_long,
    house.outside_world_in_rules,
    house.strange_writers,
    house.strange_voices,
    house.forbidden_words,
    house.skipped_tests,
    house.inline_code,
]
Check = Callable[[Path], list[str]]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_keeps_the_rule(check: Check, root: Path) -> None:
    assert check(root) == []


def test_server_package_runs_nothing(root: Path) -> None:
    assert (root / "server/__init__.py").read_bytes() == b""


def test_the_arrows_make_no_cycle() -> None:
    below = {part: allowed - {"*"} for part, allowed in arrows.ARROWS.items()}
    order = list(TopologicalSorter(below).static_order())
    assert set(order) == set(arrows.ARROWS), "an arrow points at a part that has no row"


def test_faces_do_not_know_each_other() -> None:
    faces = {"kiosk", "board", "counter", "server.manage", "server.api"}
    assert all(not arrows.ARROWS[face] & faces for face in faces)


def test_the_checks_look_at_the_real_house(root: Path) -> None:
    modules = {module for module, _, _ in arrows.product(root)}
    assert {"server.hall.ticket", "server.store.tables"} <= modules
    assert not any(module.startswith(("tests", "tools")) for module in modules)


LONG_FUNCTION = "def long() -> None:\n" + "    pass\n" * 40
WRITER = "def put(conn):\n    conn.execute(tickets.insert())\n"

# check, file, what it says: each must be refused, with words that name the place.
BAD: list[tuple[Check, str, str, str]] = [
    (arrows.wrong_arrows, "server/hall/a.py", "import flask", "may not import flask"),
    (arrows.wrong_arrows, "server/hall/a.py", "from server.store import tables", "server.store"),
    (arrows.wrong_arrows, "server/hall/a.py", "from ..store import tables", "server.store.tables"),
    (arrows.wrong_arrows, "server/hall/__init__.py", "from ..desk import x", "server.desk.x"),
    (arrows.wrong_arrows, "server/store/a.py", "import server.desk.issue", "server.desk"),
    (arrows.wrong_arrows, "server/store/a.py", "import flask", "may not import flask"),
    (arrows.wrong_arrows, "server/desk/a.py", "def f():\n    import server.live", ":2 may not"),
    (arrows.wrong_arrows, "server/api/a.py", "from server import live", "server.live"),
    (arrows.wrong_arrows, "server/api/a.py", "from server.app import create_app", "server.app"),
    (arrows.wrong_arrows, "kiosk/views.py", "from board import views", "board.views"),
    (arrows.wrong_arrows, "printers/slip_lines.py", "import printers.spool", "printers.spool"),
    (arrows.wrong_arrows, "printers/spool.py", "from server import desk", "server.desk"),
    (arrows.wrong_arrows, "server/attic.py", "", "no row in ARROWS"),
    (arrows.wrong_arrows, "server/hall/a.py", "import server", "may not import server"),
    (house.too_long, "kiosk/a.py", "x = 1\n" * 301, "a.py has 301 lines"),
    (house.too_long, "kiosk/a.py", LONG_FUNCTION, "long has 41 lines"),
    (house.too_long, "kiosk/static/kiosk/a.js", "x\n" * 121, "has 121 lines"),
    (house.too_long, "kiosk/static/kiosk/a.css", "x\n" * 151, "has 151 lines"),
    (house.outside_world_in_rules, "server/hall/a.py", "import random", "imports random"),
    (house.outside_world_in_rules, "server/hall/a.py", "from time import time", "time.time"),
    (house.outside_world_in_rules, "server/hall/a.py", "datetime.now(UTC)", "calls now"),
    (house.outside_world_in_rules, "server/hall/a.py", "open('x')", "calls open"),
    (house.strange_writers, "server/api/a.py", "update(tickets).values(x=1)", "writes tickets"),
    (house.strange_writers, "server/store/a.py", "tables.tickets.delete()", "writes tickets"),
    (house.strange_writers, "kiosk/a.py", "text('UPDATE tickets SET x=1')", "writes tickets"),
    (house.strange_voices, "server/desk/a.py", "socketio.emit('moment', {})", "a:1 emits"),
    (house.forbidden_words, "docs/a.md", "line\nTO" + "DO: later", "a.md:2 says TO" + "DO"),
    (house.forbidden_words, ".ci/run", "pip -i https://pypi" + ".org/simple", "says pypi"),
    (house.skipped_tests, "tests/a.py", "@pytest.mark.skipif(1)\ndef f(): ...", "a.py:1 skips"),
    (house.skipped_tests, "tests/a.py", "pytest.skip('no browser')", "skips"),
    (house.skipped_tests, "tests/a.py", "pytest.importorskip('x')", "skips"),
    (house.inline_code, "kiosk/templates/kiosk/a.html", "<p style='x'>", "a.html:1"),
    (house.inline_code, "kiosk/templates/kiosk/a.html", "<script>x()</script>", "<script>"),
    (house.inline_code, "kiosk/static/kiosk/a.js", 'html`<b onclick="x()">`', "onclick"),
]


@pytest.mark.parametrize(("check", "name", "text", "says"), BAD)
def test_a_bad_house_is_refused(
    check: Check, name: str, text: str, says: str, tmp_path: Path
) -> None:
    put(tmp_path, name, text)
    assert [says in fault for fault in check(tmp_path)] == [True]


# check, file, what it says: close to the line, on the right side of it.
GOOD: list[tuple[Check, str, str]] = [
    (arrows.wrong_arrows, "server/hall/a.py", "import math\nfrom .event import Event"),
    (arrows.wrong_arrows, "server/store/a.py", "from sqlalchemy import select\nimport server.hall"),
    (arrows.wrong_arrows, "server/app.py", "import kiosk.views, printers.spool, flask"),
    (arrows.wrong_arrows, "printers/spool_states.py", "from printers.slip_lines import lines"),
    (arrows.wrong_arrows, "tests/a.py", "import server.app"),
    (house.too_long, "kiosk/static/vendor/a.js", "x\n" * 999),
    (house.outside_world_in_rules, "server/desk/a.py", "import time\ntime.time()"),
    (house.strange_writers, "server/desk/a.py", "update(tickets).values(x=1)"),
    (house.strange_writers, "server/api/a.py", "select(tickets)\nseen.update(labels)"),
    (house.strange_voices, "server/live/a.py", "socketio.emit('moment', {})"),
    (house.skipped_tests, "tests/a.py", "reader.skip(4)"),
    (house.inline_code, "board/templates/board/a.html", '<script type="module" src="/x.js">'),
    (house.inline_code, "board/a.html", '<script type="application/json" id="words">'),
]


@pytest.mark.parametrize(("check", "name", "text"), GOOD)
def test_a_good_house_is_left_alone(check: Check, name: str, text: str, tmp_path: Path) -> None:
    put(tmp_path, name, text)
    assert check(tmp_path) == []


@pytest.mark.parametrize(
    "taking",
    ["from server.store.tickets import put", "from server.store import tickets\ntickets.put"],
)
def test_the_stores_writing_functions_are_the_desks_alone(taking: str, tmp_path: Path) -> None:
    put(tmp_path, "server/store/tickets.py", WRITER)
    put(tmp_path, "server/desk/issue.py", taking)
    assert house.strange_writers(tmp_path) == []
    put(tmp_path, "server/api/issue.py", taking)
    [fault] = house.strange_writers(tmp_path)
    assert "server.api.issue" in fault


def put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
