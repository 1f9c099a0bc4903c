"""What the printers' tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.printers.hall import Paperwork, opened


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Paperwork]:
    """A hall with an empty queue of paper."""
    paperwork = opened(tmp_path)
    yield paperwork
    paperwork.store.close()
