"""A process that gives tickets in four threads until somebody kills it; each label is printed once it is kept."""

import sys
from threading import Lock, Thread

from server.desk.issue import issue
from server.desk.work import Desk
from server.store.seal import Sealer
from server.store.store import Store
from tests.stage import HALL, MORNING, PLAN


def main(url: str) -> None:
    """Give tickets of three services, with slips, for as long as the process lives."""
    desk = Desk(Store(url), lambda: MORNING, lambda events: None, Sealer("test"))
    saying = Lock()

    def give(service: str) -> None:
        kiosk = PLAN.kiosk("k1")
        while True:
            given = desk.perform(HALL, "kiosk:1", lambda work: issue(work, service, kiosk=kiosk))
            with saying:
                print(given.ticket.id, given.ticket.label, flush=True)

    for service in ("id", "id", "tax", "deeds"):
        Thread(target=give, args=(service,)).start()


if __name__ == "__main__":
    main(sys.argv[1])
