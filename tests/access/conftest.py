"""A store with no hall in it yet: who may come in is known before there is anything to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.store.store import Store
from server.store.tables import metadata


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path}/hall.db")
    metadata.create_all(made.engine)
    yield made
    made.close()
