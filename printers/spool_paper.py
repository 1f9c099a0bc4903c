"""What people see of the spool: the newest slips as pictures, and what only they can decide."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import ColumnElement, select

from printers.press import DOTS, TEXT, Press, pictures_of
from printers.slip import png, preview_png
from printers.spool_jobs import QUEUED, UNKNOWN, Jobs
from server.hall.documents import Document
from server.hall.papers import Undrawable, paper_of
from server.hall.plan import Hall
from server.hall.samples import sample
from server.hall.slip import TRIAL, Slip
from server.store import plans
from server.store.store import Store
from server.store.tables import print_jobs

J = print_jobs.c
COLUMNS = [J.id, J.key, J.printer, J.slip, J.state, J.reason, J.moved_from, J.created_at]
MOST_QUEUED = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """One slip on a page: its ticket's label, which copy it is, what became of it, the printer that could not
    print it, whether it is a test, and whether the next copy was asked for: then that one is printed again."""

    id: int
    printer: str
    label: str
    copy: int
    state: str
    reason: str | None
    moved_from: str | None
    created_at: datetime
    trial: bool = False
    copied: bool = False


class Paper:
    """The spool's door for pages. `wake` is called when there is something new to print.

    Pictures are drawn when somebody looks, from the job's own row, so that printing draws nothing twice.
    """

    def __init__(
        self,
        store: Store,
        jobs: Jobs,
        wake: Callable[[], None],
        clock: Callable[[], datetime],
        data: Path | None = None,
    ) -> None:
        self._store, self._jobs, self._wake, self._clock = store, jobs, wake, clock
        self._pictures = pictures_of(data) if data else None

    def slips(self, hall: str, printer: str, limit: int, *, sent: bool = False) -> list[Sheet]:
        """The newest slips of a printer, newest first; only those that do not wait any more when `sent`."""
        mine = [J.hall == hall, J.printer == printer]
        return self._sheets(*mine, *([J.state != QUEUED] if sent else []), limit=limit)

    def queued(self, hall: str) -> list[Sheet]:
        """Slips that wait for their printers, oldest first; of very many the oldest: they go first."""
        return self._sheets(J.hall == hall, J.state == QUEUED, limit=MOST_QUEUED, oldest=True)

    def undecided(self, hall: str) -> list[Sheet]:
        """Slips of which nobody knows whether they were printed, oldest first."""
        return self._sheets(J.hall == hall, J.state == UNKNOWN, limit=100, oldest=True)

    def slip_png(self, hall: str, job_id: int) -> bytes | None:
        """A slip as PNG bytes, as wide as its printer's paper; None when the hall has no such job."""
        job = self._jobs.find(hall, job_id)
        if job is None:
            return None
        with self._store.read() as conn:
            plan = plans.read(conn, hall)
        printer = plan.printer(job.printer) if plan else None
        width, template = (printer.width, printer.template) if printer else (576, DOTS)
        paper = paper_of(job.slip)
        if isinstance(paper, Document) and Press(width, template).lacks(paper):
            template = DOTS  # its printer was another when it was made out
        return png(Press(width, template, self._pictures).image(paper))

    def sample_png(
        self,
        plan: Hall,
        kind: str,
        press: tuple[int, str],
        site: str,
        logo: bytes | None = None,
    ) -> bytes:
        """A paper of nobody as PNG bytes, as a press of this width and template prints it; `logo` is a picture in
        place of the one that the plan names. Raises server.hall.papers.Undrawable, KeyError for a kind that is none."""
        paper, (width, template) = sample(plan, kind, self._clock(), site), press
        if logo is None or template == TEXT:
            return png(Press(width, template, self._pictures).image(paper))
        with Image.open(BytesIO(logo), formats=("PNG",)) as picture:
            return preview_png(paper, width, picture.convert("L"))

    def printed(self, hall: str, job_id: int) -> bool:
        """A person saw the paper of an undecided slip; False when there was nothing to decide."""
        return self._jobs.printed(hall, job_id)

    def reprint(self, hall: str, job_id: int, printer: str | None = None) -> bool:
        """Print a slip once more, marked as a copy, on its printer or another; False when that cannot be."""
        old = self._jobs.find(hall, job_id)
        if old is None or not self._known(hall, printer or old.printer):
            return False
        again = self._jobs.reprint(hall, job_id, printer)
        self._wake()
        return again is not None

    def elsewhere(self, hall: str, ids: Collection[int], printer: str) -> int:
        """Print slips that wait on another printer; how many go there, none to a printer that there is not."""
        moved = self._jobs.send_to(hall, ids, printer) if self._known(hall, printer) else 0
        self._wake()
        return moved

    def dropped(self, hall: str, ids: Collection[int]) -> int:
        """Slips that wait, or of which nobody knows, are not needed any more; how many that were."""
        return self._jobs.drop(hall, ids)

    def _known(self, hall: str, printer: str) -> bool:
        with self._store.read() as conn:
            plan = plans.read(conn, hall)
        return plan is not None and plan.printer(printer) is not None

    def trial(self, hall: str, printer: str, mark: str) -> bool:
        """Print a printer's test page; asking twice with the same mark is asking once. False for no printer."""
        with self._store.read() as conn:
            plan = plans.read(conn, hall)
        known = plan.printer(printer) if plan else None
        if plan is None or known is None:
            return False
        slip = Slip.trial(plan, known, self._clock())
        facts = {"hall": hall, "printer": printer, "ticket_id": None, "slip": slip.to_json()}
        self._jobs.add({"key": f"{hall}:trial-{mark}:0"} | facts)
        self._wake()
        return True

    def draft_png(self, plan: Hall, printer: str, paper: Document) -> bytes:
        """A paper that is not printed yet as PNG bytes, dot for dot as a printer of dots would. Raises Undrawable."""
        known = plan.printer(printer)
        if missing := self.holes(plan, printer, paper):
            raise Undrawable(missing)
        return png(Press(known.width if known else 576, pictures=self._pictures).image(paper))

    def holes(self, plan: Hall, printer: str, paper: Document) -> list[str]:
        """The characters of a paper that a printer, or the one in its place, has no letters for, each once."""
        first = plan.printer(printer)
        both = (first, plan.printer(first.fallback) if first else None)
        found = (Press(one.width, one.template).lacks(paper) for one in both if one)
        return list(dict.fromkeys(char for lacking in found for char in lacking))

    def put(self, hall: str, printer: str, paper: Document, mark: str) -> bool:
        """Print an official paper; asking twice with the same mark is asking once. False for no printer.

        Raises Undrawable, and then nothing is printed.
        """
        with self._store.read() as conn:
            plan = plans.read(conn, hall)
        if plan is None or plan.printer(printer) is None:
            return False
        if missing := self.holes(plan, printer, paper):
            raise Undrawable(missing)
        facts = {"hall": hall, "printer": printer, "ticket_id": None, "slip": paper.to_json()}
        self._jobs.add({"key": f"{hall}:{paper.kind}-{mark}:0"} | facts)
        self._wake()
        return True

    def new_roll(self, hall: str, printer: str) -> bool:
        """Somebody put a new roll in; False for no printer."""
        if known := self._known(hall, printer):
            self._jobs.new_roll((hall, printer))
        return known

    def _sheets(self, *where: ColumnElement[bool], limit: int, oldest: bool = False) -> list[Sheet]:
        query = (
            select(*COLUMNS).where(*where).order_by(J.id if oldest else J.id.desc()).limit(limit)
        )
        with self._store.read() as conn:
            rows = [row._asdict() for row in conn.execute(query)]
            copies = [_next(row) for row in rows]
            known = set(conn.execute(select(J.key).where(J.key.in_(copies))).scalars())
        return [_sheet(row, _next(row) in known) for row in rows]


def _next(row: dict[str, Any]) -> str:
    return f"{row['key'].rpartition(':')[0]}:{row['slip']['copy'] + 1}"


def _sheet(row: dict[str, Any], copied: bool) -> Sheet:
    told = {name: value for name, value in row.items() if name not in ("slip", "key")}
    slip = row["slip"]
    trial = slip.get("kind") == TRIAL
    return Sheet(label=slip["label"], copy=slip["copy"], trial=trial, copied=copied, **told)
