"""A small hall with a store on disk, printers on sockets and a spool between them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import select

from printers.drivers.choose import driver_for
from printers.drivers.driver import Driver
from printers.drivers.patience import Times
from printers.drivers.receipt import Receipt
from printers.spool import Spool
from printers.spool_jobs import Job, Jobs
from server.hall.plan import Hall
from server.hall.plan import Printer as Setup
from server.store import plans
from server.store.store import Store
from server.store.tables import print_jobs, printer_states
from tests.printers.papers import PLAIN
from tests.printers.simulator import Printer

QUICK = Times(connect=1, answer=0.3, finish=0.6, stall=1.5, line=inf, paper=inf)
"""Where a deadline shall pass."""

SURE = Times(connect=5, answer=5, finish=20, stall=20)
"""Where none shall, however busy the machine is."""

SHORT = replace(QUICK, connect=5, answer=1)
"""Where only the one for a slip shall."""

NAME = {"zh-Hans": "江城市民服务中心"}


def now() -> datetime:
    """The moment."""
    return datetime.now(UTC)


def eager(data: Path, hall: str, setup: Setup) -> Driver:
    """The driver of a set-up, with deadlines short enough for a test."""
    driver = driver_for(data, hall, setup)
    if isinstance(driver, Receipt):
        driver.times = QUICK
    return driver


def patient(data: Path, hall: str, setup: Setup) -> Driver:
    """The same with time to get on."""
    driver = eager(data, hall, setup)
    if isinstance(driver, Receipt):
        driver.times = replace(SURE, answer=1.5)
    return driver


@dataclass
class Paperwork:
    """What a test does to the hall, and what it can see of it."""

    store: Store
    data: Path
    changes: list[tuple[str, str]]

    @property
    def jobs(self) -> Jobs:
        """The rows of the spool."""
        return Jobs(self.store, now)

    def set_up(self, *printers: Setup) -> None:
        """Write the hall's plan with these printers."""
        with self.store.write() as conn:
            plans.write(conn, Hall("east", NAME, printers=printers))

    def queue(self, ticket: int, printer: str = "p1") -> bool:
        """What the desk does when a ticket is issued; False when the slip is known already."""
        key = f"east:ticket-{ticket}:0"
        paper = replace(PLAIN, label=f"A{ticket:03d}").to_json()
        row = {"key": key, "hall": "east", "printer": printer, "ticket_id": ticket, "slip": paper}
        return self.jobs.add(row)

    def rows(self) -> list[Job]:
        """All jobs by id."""
        with self.store.read() as conn:
            ids = conn.execute(select(print_jobs.c.id).order_by(print_jobs.c.id)).scalars().all()
        return [job for job in (self.jobs.find("east", row) for row in ids) if job]

    def states(self) -> list[tuple[str, str | None]]:
        """(state, reason) of all jobs by id."""
        return [(job.state, job.reason) for job in self.rows()]

    def printer(self, code: str = "p1") -> tuple[str, str | None, bool] | None:
        """(state, reason, near_end) as kiosks and managers see it."""
        s = printer_states.c
        with self.store.read() as conn:
            query = select(s.state, s.reason, s.near_end).where(s.printer == code)
            row = conn.execute(query).one_or_none()
        return (row[0], row[1], row[2]) if row else None

    def looked(self, spool: Spool) -> bool:
        """Whether the spool has seen the set-up as it is now."""
        with self.store.read() as conn:
            return spool._versions == plans.versions(conn)

    @contextmanager
    def spooling(self, watch: float = 1.0, **more: Any) -> Iterator[Spool]:
        """The spool runs for the length of the block, with deadlines that do not pass by themselves."""
        told = self.changes
        more.setdefault("make", patient)
        spool = Spool(self.store, self.data, now, lambda *place: told.append(place), watch, **more)
        spool.start()
        try:
            yield spool
        finally:
            assert spool.stop(10)


def on_network(printer: Printer, code: str = "p1", mute: bool = False) -> Setup:
    """The set-up of a printer that is switched on."""
    return Setup(code, NAME, "network", f"127.0.0.1:{printer.port}", 576, mute)


def on_terminal(printer: Printer, code: str = "p1", mute: bool = False) -> Setup:
    """The set-up of a printer at the other end of a serial line."""
    return Setup(code, NAME, "serial", f"{printer.path} 115200", 576, mute)


def soon(true: Callable[[], object], within: float = 15.0) -> None:
    """Wait until something holds, or fail."""
    deadline = monotonic() + within
    while not true():
        assert monotonic() < deadline, "it did not happen in time"
        sleep(0.01)
