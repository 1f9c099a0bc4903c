"""A store with no hall in it yet: who may come in is known before there is anything to do."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from server.store.store import Store
from tests.stage import bare, database


@pytest.fixture
def store(engine: str) -> Iterator[Store]:
    with database(engine, bare) as url, closing(Store(url)) as made:
        yield made
