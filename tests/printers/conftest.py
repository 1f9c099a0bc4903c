"""What the printers' tests share."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.store.store import Store
from tests.printers.hall import Paperwork
from tests.stage import bare, database


@pytest.fixture
def hall(engine: str, tmp_path: Path) -> Iterator[Paperwork]:
    """A hall with an empty queue of paper; once on each engine."""
    with database(engine, bare) as url, closing(Store(url)) as store:
        yield Paperwork(store, tmp_path, [])
