"""A rule is said as it is reckoned."""

import pytest

from server.hall.priority_words import in_words

SAID = [
    (0, 3.0, "one minute counts as 3"),
    (10, 1.0, "on arrival 10 min count as waited"),
    (10, 3.0, "one minute counts as 3, and on arrival 10 min count as waited"),
    (2.5, 1.5, "one minute counts as 1.5, and on arrival 2.5 min count as waited"),
    (0, 1, "waits as everybody does"),
]


@pytest.mark.parametrize(("credit", "rate", "words"), SAID)
def test_a_rule_in_words(credit: float, rate: float, words: str) -> None:
    assert in_words(credit, rate) == words
