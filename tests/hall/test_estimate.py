"""Honest waits: never a made-up number, never shorter for somebody further back."""

from hypothesis import given
from hypothesis import strategies as st

from server.hall.estimate import ENOUGH, Estimate, estimate
from server.hall.slip import Slip
from tests.stage import MORNING

MINUTES = st.lists(st.floats(0, 240), min_size=ENOUGH, max_size=30)


def test_nothing_supports_an_estimate_without_windows_or_history() -> None:
    assert estimate(3, 0, 0, [5.0] * 30) is None
    assert estimate(3, 0, 2, [5.0] * (ENOUGH - 1)) is None
    assert estimate(3, 0, 2, [5.0] * ENOUGH) is not None


def test_steady_service_gives_people_ahead_over_windows() -> None:
    steady = [6.0] * 10
    assert estimate(3, 0, 2, steady) == Estimate(12.0, 12.0, 12.0)
    assert estimate(3, 1, 2, steady) == Estimate(9.0, 9.0, 9.0)
    assert estimate(0, 1, 2, steady) == Estimate(0.0, 0.0, 0.0), "a free window calls at once"


def test_uneven_service_widens_the_band() -> None:
    uneven = estimate(4, 0, 1, [2.0, 2.0, 10.0, 2.0, 14.0])
    assert uneven is not None
    assert uneven.p10 < uneven.p50 < uneven.p90
    assert uneven.p50 == 30.0


@given(MINUTES, st.integers(0, 60), st.integers(1, 8), st.data())
def test_further_back_never_waits_less(
    handled: list[float], ahead: int, windows: int, data: st.DataObject
) -> None:
    free = data.draw(st.integers(0, windows))
    near, far = (estimate(n, free, windows, handled) for n in (ahead, ahead + 1))
    assert near is not None
    assert far is not None
    assert 0 <= near.p10 <= near.p50 <= near.p90
    assert (near.p10, near.p50, near.p90) <= (far.p10, far.p50, far.p90)
    assert near.p10 <= far.p10
    assert near.p90 <= far.p90


@given(MINUTES, st.integers(0, 60), st.integers(1, 8))
def test_one_more_window_never_makes_the_wait_longer(
    handled: list[float], ahead: int, windows: int
) -> None:
    few, more = (estimate(ahead, 0, n, handled) for n in (windows, windows + 1))
    assert few is not None
    assert more is not None
    assert more.p50 <= few.p50


def test_a_slip_survives_its_json() -> None:
    slip = Slip(
        {"en": "Hall"}, {"en": "ID"}, "A017", {}, MORNING, "Asia/Shanghai", "http://h/t/x",
        ahead=3, estimate=Estimate(4.0, 6.0, 9.0),
    )  # fmt: skip
    assert Slip.from_json(slip.to_json()) == slip
    assert Slip.from_json(slip.again().to_json()).copy == 1
    bare = Slip({}, {}, "A1", {}, MORNING, "UTC", "")
    assert Slip.from_json(bare.to_json()).estimate is None
