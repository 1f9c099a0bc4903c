"""One server for all that listens."""

from collections.abc import Iterator

import pytest

from tests.serving import Server


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server with the sample hall."""
    running = Server(tmp_path_factory.mktemp("live"))
    yield running
    running.close()
