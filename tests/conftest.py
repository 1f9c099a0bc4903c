"""What every test shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Server
from tests.stage import Stage, stage


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the project."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server with the sample hall; the tests of a file share it."""
    running = Server(tmp_path_factory.mktemp("hall"))
    yield running
    running.close()


@pytest.fixture
def hall() -> Iterator[Stage]:
    """River Hall on a Monday morning, nobody there yet."""
    with stage() as made:
        yield made
