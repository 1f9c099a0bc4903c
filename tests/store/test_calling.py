"""Who is next, and whether somebody came before: asked one at a time as the whole queue would answer."""

from random import Random

from server.hall.able import Reach
from server.hall.discipline import why_next
from server.hall.numbering import business_day
from server.store import calling, tickets
from tests.stage import HALL, PLAN, Stage

REACHES = [
    Reach(window.code, window.services, own)
    for window in PLAN.windows
    for own in (window.services, window.services[:1], ())
] + [Reach("4")]


def check(hall: Stage) -> set[str]:
    """Compare both ways of asking; the reasons that were found."""
    now, whys = hall.clock.now, set()
    for reach in REACHES:
        where = (HALL, business_day(now, PLAN), reach)
        with hall.store.read() as conn:
            queue = tickets.queue_for(conn, *where, now)
            first = calling.next_for(conn, *where, now)
            assert first == (queue[0] if queue else None)
            if first is not None:
                before = calling.came_before(conn, *where, first)
                why = why_next(first, [before] if before else [], now)
                assert why == why_next(first, queue, now)
                whys.add(why)
    return whys


def test_one_is_found_as_in_the_whole_queue(hall: Stage) -> None:
    chance, whys, waiting = Random(7), set[str](), []
    for _ in range(40):
        hall.clock.go(seconds=chance.choice((0, 5, 600)))
        kind = chance.choice((None, None, "elderly", "urgent"))
        waiting.append(hall.issue(chance.choice(("id", "tax", "deeds")), priority=kind))
        if chance.random() < 0.3:
            one = waiting.pop(chance.randrange(len(waiting)))
            place = chance.choice([w for w in PLAN.windows if one.service in w.services])
            hall.move(one, "transfer", window=place.code)
        whys |= check(hall)
    assert whys == {"longest", "priority", "returned"}
