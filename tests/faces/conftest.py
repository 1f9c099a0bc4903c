"""A browser page and the small server it talks to."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browsing import fresh_page
from tests.faces.stand import Stand


@pytest.fixture
def stand() -> Iterator[Stand]:
    made = Stand()
    yield made
    made.close()


@pytest.fixture
def page(stand: Stand) -> Iterator[Page]:
    """A page open at /kiosk/east of the stand."""
    with fresh_page() as opened:
        opened.goto(f"{stand.url}/kiosk/east")
        yield opened
