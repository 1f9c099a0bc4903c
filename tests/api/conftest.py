"""One application for the tests of a file."""

from collections.abc import Iterator

import pytest

from tests.inside import Inside, inside
from tests.stage import ENGINES


@pytest.fixture(scope="module", params=ENGINES)
def api(request: pytest.FixtureRequest) -> Iterator[Inside]:
    """River Hall behind its API; once on each engine."""
    with inside(request.param) as made:
        yield made
