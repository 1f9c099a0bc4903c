"""What pauses, and what goes on beside it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.hall.pause import (
    PAUSE_REASONS,
    WHOLE_HALL,
    Pause,
    Pauses,
    check_going,
    going,
    pause_of,
    pause_of_all,
)
from server.hall.refused import Refused
from tests.stage import MORNING

SERVICES = ("id", "tax", "deeds")


def paused(*codes: str) -> Pauses:
    """One pause a minute, in the order of the codes."""
    return {
        code: Pause(code, PAUSE_REASONS[at], MORNING + timedelta(minutes=at))
        for at, code in enumerate(codes)
    }


PAUSES = st.lists(st.sampled_from([*SERVICES, WHOLE_HALL]), unique=True).map(
    lambda codes: paused(*codes)
)


@given(PAUSES, st.lists(st.sampled_from(SERVICES), unique=True))
def test_every_service_goes_or_is_refused_and_never_both(
    pauses: Pauses, services: list[str]
) -> None:
    left = going(pauses, services)
    assert [code for code in services if code in left] == list(left)
    for code in services:
        if code in left:
            check_going(pauses, code)
            assert pause_of(pauses, code) is None
        else:
            with pytest.raises(Refused) as refused:
                check_going(pauses, code)
            whole = WHOLE_HALL in pauses
            assert refused.value.code == ("hall_paused" if whole else "service_paused")


@given(PAUSES, st.lists(st.sampled_from(SERVICES), unique=True))
def test_a_window_pauses_when_none_of_its_services_goes(
    pauses: Pauses, services: list[str]
) -> None:
    why = pause_of_all(pauses, services)
    if services:
        assert (why is None) is bool(going(pauses, services))
    else:
        assert why == pauses.get(WHOLE_HALL)


def test_the_halls_own_pause_is_the_reason_and_else_the_newest() -> None:
    one, both = paused("id", "tax"), paused("id", WHOLE_HALL, "tax")
    assert pause_of(both, "id") == both[WHOLE_HALL]
    assert pause_of_all(one, ["id", "tax"]) == one["tax"]
    assert pause_of_all(both, ["id", "tax"]) == both[WHOLE_HALL]
