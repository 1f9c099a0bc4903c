"""A page of one test is nobody's in the next."""

import pytest

from tests.browsing import fresh_page


def test_a_page_is_closed_when_its_test_fails() -> None:
    with pytest.raises(RuntimeError, match="it failed"), fresh_page() as page:
        raise RuntimeError("it failed")
    assert page.is_closed()


def test_an_exception_of_a_page_fails_its_test() -> None:
    with (
        pytest.raises(AssertionError, match="let go"),
        fresh_page() as page,
        page.expect_event("pageerror"),
    ):
        page.evaluate("() => void setTimeout(() => { throw new Error('let go') })")
    assert page.is_closed()
