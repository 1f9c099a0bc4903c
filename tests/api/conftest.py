"""One application for the tests of a file."""

from collections.abc import Iterator

import pytest

from tests.inside import Inside, inside


@pytest.fixture(scope="module")
def api() -> Iterator[Inside]:
    """River Hall behind its API."""
    with inside() as made:
        yield made
