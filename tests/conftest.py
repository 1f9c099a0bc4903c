"""What every test shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.inside import Inside, inside
from tests.serving import Server
from tests.stage import ENGINES, Stage, stage

# Machines that run tests are shared and noisy: what a rule says does not depend on how long it takes.
settings.register_profile("hall", deadline=None)
settings.load_profile("hall")

BROWSERS = ("stories", "faces")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, or one process would work on alone at the end."""
    items.sort(key=lambda item: item.path.parent.name not in BROWSERS)
    items.sort(key=lambda item: item.path.parent.name != BROWSERS[0])


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


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """What keeps the hall: whoever uses `hall` or `house` is tested once on each."""
    return str(request.param)


@pytest.fixture
def hall(engine: str) -> Iterator[Stage]:
    """River Hall on a Monday morning, nobody there yet."""
    with stage(engine) as made:
        yield made


@pytest.fixture
def house(engine: str) -> Iterator[Inside]:
    """River Hall's whole application in the test's own process."""
    with inside(engine) as made:
        yield made
