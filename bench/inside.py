"""Where the processor time of a ticket goes: its parts, each alone in one thread of this process."""

from collections.abc import Callable
from functools import partial
from statistics import median
from time import thread_time

from bench import issue
from bench.house import House
from bench.report import Limit, Report
from bench.runs import Runs
from server.access.roles import Role
from server.desk.issue import issue as give
from tests.inside import Inside, bearer, inside
from tests.stage import HALL, PLAN

TIMES, EACH = 40, 20
BODY = {"service": PLAN.services[0].code}


def measure(house: House, report: Report) -> None:
    """A ticket on SQLite in one thread, without sockets: the whole request, a request that does nothing, who it is
    that asks, and the verb with its rows, its slip and its commit. Beside it what the server takes for a ticket more
    than for a request that does nothing: the rest is what threads cost each other when they wait for the disk."""
    empty, tickets = Runs(), Runs()
    for _ in range(issue.ROUNDS):
        empty.add(house, issue.empty_requests(house, 1))
        issue.issue(house, 1, tickets)
    with inside() as here:
        parts = _parts(here)
        took = {name: _cost(part) for name, part in parts.items()}
    served = Limit("through sockets and threads", tickets.cost, "ms")
    report.line("inside_ticket", took["ticket"], "ms", served)
    whole = Limit("whole ticket", took["ticket"], "ms")
    for name in ("nothing", "key", "verb"):
        report.line(f"inside_{name}", took[name], "ms", whole)
    alone = Limit("alone", took["ticket"] - took["nothing"], "ms")
    report.line("inside_more_than_nothing", tickets.cost - empty.cost, "ms", alone)


def _parts(here: Inside) -> dict[str, Callable[[], object]]:
    secret = here.key(Role.KIOSK, "k1")
    kiosk = here.plan().kiosk("k1")
    here.app.add_url_rule("/nothing", "nothing", lambda: "{}", methods=["POST"])
    ask = partial(here.send, "POST", headers=bearer(secret), json=BODY)

    def give_one() -> None:
        here.parts.desk.perform(
            HALL, "bench", lambda work: give(work, BODY["service"], kiosk=kiosk)
        )

    def ticket() -> None:
        assert ask("/api/tickets").status_code == 201

    return {
        "ticket": ticket,
        "nothing": lambda: ask("/nothing"),
        "key": lambda: here.parts.access.by_bearer(secret),
        "verb": give_one,
    }


def _cost(part: Callable[[], object]) -> float:
    """Processor milliseconds of this thread for one; the middle of many small runs."""
    part()
    took = []
    for _ in range(TIMES):
        before = thread_time()
        for _ in range(EACH):
            part()
        took.append((thread_time() - before) / EACH * 1000)
    return median(took)
