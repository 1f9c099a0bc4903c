"""A running server for each fault."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.place import Levered, serving
from tests.serving import Server


@pytest.fixture
def server(engine: str, tmp_path: Path) -> Iterator[Server]:
    """River Hall on each engine."""
    with serving(engine, tmp_path) as made:
        yield made


@pytest.fixture
def impatient(engine: str, tmp_path: Path) -> Iterator[Server]:
    """River Hall on each engine; its writers wait half a second for their turn."""
    with serving(engine, tmp_path, timeout=0.5) as made:
        yield made


@pytest.fixture
def levered(engine: str, tmp_path: Path) -> Iterator[Levered]:
    """River Hall on each engine, with levers."""
    with serving(engine, tmp_path, kind=Levered) as made:
        assert isinstance(made, Levered)
        yield made
