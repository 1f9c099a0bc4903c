"""A test page shows both edges of the paper and is nobody's turn."""

from datetime import UTC, datetime

import pytest

from printers.papers.sheet import SCALES
from printers.papers.trial import Trial, ruler
from printers.slip import draw
from printers.spool_paper import Paper
from server.hall.plan import Printer as Setup
from server.hall.slip import Slip
from tests.printers.hall import NAME, Paperwork, now, on_network, soon
from tests.printers.papers import PLAIN, codes, same
from tests.printers.simulator import Printer, switched_on
from tests.stage import PLAN, named

PAGE = Slip.trial(PLAN, Setup("p1", named("一号", "One")), datetime(2026, 3, 2, tzinfo=UTC))


@pytest.mark.parametrize("width", [576, 384])
def test_rulers_reach_both_edges_of_the_paper(width: int) -> None:
    image = draw(PAGE, width)
    assert image.width == width
    teeth = ruler(width)
    for top in (0, image.height - teeth.height):
        assert same(image.crop((0, top, width, top + teeth.height)), teeth)
    assert {teeth.getpixel((0, 9)), teeth.getpixel((width - 1, 9))} == {0}
    assert codes(image) == [], "nobody follows it"


def test_it_is_kept_as_json_and_older_slips_are_turns() -> None:
    assert Slip.from_json(PAGE.to_json()) == PAGE
    old = PLAIN.to_json()
    del old["kind"]
    assert Slip.from_json(old) == PLAIN
    with pytest.raises(ValueError, match="no test page"):
        Trial(PLAIN, SCALES[576])


def test_it_goes_through_the_spool_once(hall: Paperwork) -> None:
    with switched_on(Printer()) as printer:
        hall.set_up(on_network(printer))
        with hall.spooling() as spool:
            paper = Paper(hall.store, spool.jobs, spool.wake, now)
            assert [paper.trial("east", "p1", "0a") for _ in range(2)] == [True, True]
            assert not paper.trial("east", "attic", "0b")
            assert not paper.trial("nowhere", "p1", "0c")
            soon(lambda: hall.states() == [("done", None)])
        [printed] = printer.pictures()
    [row] = hall.rows()
    assert (row.ticket_id, row.slip["hall"]) == (None, NAME)
    assert same(printed, draw(Slip.from_json(row.slip)))
    [shown] = paper.slips("east", "p1", 8)
    assert (shown.trial, shown.label, shown.state) == (True, "TEST", "done")
