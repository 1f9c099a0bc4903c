"""schemathesis reads the API's own description and finds no answer that it does not describe, with every check on."""

import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from server.access.roles import Role
from server.api.operation import OPERATIONS
from server.hall.plan import Board, Kiosk, Service, Window
from tests.inside import Inside, inside
from tests.stage import named

EXAMPLES, SEED = 5, 2026
DEVICES = {Role.KIOSK: "0", Role.WINDOW: "0"}
"""Whose keys are most easily stolen, and where they stand."""

ZERO = named("零", "Zero")
PARTS = {
    "services": (Service("0", ZERO, "A"), Service("id", ZERO, "B")),
    "windows": (Window("0", ZERO, ("0", "id")), Window("1", ZERO, ("id",))),
    "boards": (Board("0", ZERO),),
    "kiosks": (Kiosk("0", ZERO),),
    "printers": (),
    "priorities": (),
}
"""What stands in the hall has the codes that schemathesis tries first."""


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log(self, kind: str, message: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def address() -> Iterator[tuple[Inside, str]]:
    """The application on a port."""
    with inside() as house:
        house.hall.plan(**PARTS)
        house.give("id")
        server = make_server("127.0.0.1", 0, house.app, threaded=True, request_handler=Quiet)
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield house, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


def explore(url: str, key: str, examples: int, root: Path, folder: Path) -> None:
    """Let schemathesis ask the whole API with a key; it finds no fault."""
    command = [str(Path(sys.executable).with_name("schemathesis")), "run"]
    command += [f"{url}/api/openapi.json", "--checks", "all", "--continue-on-failure", "--no-color"]
    command += ["--seed", str(SEED), "--max-examples", str(examples)]
    command += ["--header", f"Authorization: Bearer {key}"]
    environ = os.environ | {
        "PYTHONPATH": str(root),
        "SCHEMATHESIS_HOOKS": "tests.security.schemathesis_hooks",
    }
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environ)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(rf"Tested: +{len(OPERATIONS)}\b", done.stdout), done.stdout


def test_no_answer_is_a_surprise(
    address: tuple[Inside, str],
    root: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    house, url = address
    explore(url, house.key(Role.ADMIN), EXAMPLES, root, tmp_path)
    assert [line for line in caplog.records if line.levelno >= logging.ERROR] == []
    assert house.hall.faults() == []


@pytest.mark.parametrize("role", DEVICES)
def test_no_answer_to_a_device_is_a_surprise(
    address: tuple[Inside, str],
    root: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    role: Role,
) -> None:
    house, url = address
    explore(url, house.key(role, DEVICES[role]), 2, root, tmp_path)
    assert [line for line in caplog.records if line.levelno >= logging.ERROR] == []
    assert house.hall.faults() == []
