"""A hall's plan is put in place whole, or refused whole; whoever changes a part of it disturbs nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from server.desk.pause import resume
from server.desk.windows import close_window
from server.desk.work import Work
from server.hall import plan_parts
from server.hall.event import Event, Kind
from server.hall.plan import Hall, Part
from server.hall.plan_changes import changes
from server.hall.plan_faults import Fault, faults
from server.hall.plan_parts import digest_of, part_of
from server.hall.sentence import Sentence, says
from server.hall.stranded import all_told, mark_of, stranded
from server.store import audits, journal, plans
from server.store.store import Store
from server.store.waiting import waiting


class BadPlan(Exception):
    """A plan that cannot be used, with every fault as (place, sentence)."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__("; ".join(f"{place}: {sentence}" for place, sentence in found))
        self.faults = found


@dataclass(frozen=True)
class Edit:
    """A change of one part: `part` is what shall stand there (None: nothing), `seen` the digest of what stood
    there when the editor looked ("" for a new one), `sure` the mark of the Stranding that the editor was told."""

    kind: str
    code: str
    part: Part | None
    seen: str
    sure: str = ""


@dataclass(frozen=True)
class Changed:
    """The change is in place, as this version of the plan."""

    version: int


@dataclass(frozen=True)
class Overtaken:
    """Nothing has changed: somebody else was first, and this is what stands there now (None: nothing)."""

    theirs: Part | None


@dataclass(frozen=True)
class Stranding:
    """Nothing has changed: these people would wait for nobody, and the editor was not told of all of them."""

    sentences: Sequence[Sentence]

    @property
    def mark(self) -> str:
        """What an editor gives back who was told of these people and is sure."""
        return mark_of(self.sentences)


Outcome = Changed | Overtaken | Stranding


def put_plan(store: Store, plan: Hall, now: datetime, actor: str) -> Event:
    """Put a hall's plan in place, new or instead of the old one. Raises BadPlan; then nothing has changed."""
    _check(plan)
    try:
        return _put_whole(store, plan, now, actor)
    except IntegrityError:
        # Somebody put the same new hall in place at this moment: now it is there, and has turns.
        return _put_whole(store, plan, now, actor)


def open_hall(conn: Connection, plan: Hall, now: datetime, actor: str) -> Event:
    """Put a hall in place that is not there yet, inside its caller's transaction.

    Raises BadPlan, also when a hall has this code already or gets it at this moment; then nothing was written.
    """
    _check(plan)
    taken = BadPlan([("code", says("another hall has this code"))])
    if plans.version_of(conn, plan.code) is not None:
        raise taken
    try:
        return _put(conn, None, plan, now, actor)
    except IntegrityError as error:
        raise taken from error


def change_part(work: Work, edit: Edit) -> Outcome:
    """Change one part as its editor saw it; parts that others change meanwhile stay as they are.

    Raises BadPlan when the plan would have faults, and plan_parts.Renamed for a part under another code.
    """
    theirs = part_of(work.plan, edit.kind, edit.code)
    if digest_of(theirs) != edit.seen:
        return Overtaken(theirs)
    if edit.part is None:
        return replace_plan(
            work, plan_parts.remove(work.plan, edit.kind, edit.code), sure=edit.sure
        )
    if plan_parts.code_of(edit.part) != edit.code:
        raise plan_parts.Renamed
    return replace_plan(work, plan_parts.put(work.plan, edit.kind, edit.part), sure=edit.sure)


def move_part(work: Work, kind: str, code: str, to: int) -> Outcome:
    """Give a part another place in its list, 0 first. Raises plan_parts.NoSuchPart."""
    return replace_plan(work, plan_parts.move(work.plan, kind, code, to))


def import_plan(work: Work, after: Hall, seen: str, *, sure: str = "") -> Outcome:
    """Put a whole plan in place of the one whose digest its editor has `seen`. Raises BadPlan, Renamed."""
    if digest_of(work.plan) != seen:
        return Overtaken(work.plan)
    return replace_plan(work, after, sure=sure)


def replace_plan(work: Work, after: Hall, *, sure: str = "") -> Outcome:
    """Put a whole plan in the place of the present one; one that says the same changes nothing.

    Raises BadPlan. A window that is taken away while nobody stands there is closed first, and a service that
    is taken away pauses no more.
    """
    _check(after)
    if after.code != work.plan.code:
        raise plan_parts.Renamed
    there = waiting(work.conn, work.plan, work.now)
    told = stranded(work.plan, after, there)
    if not all_told(told, sure):
        return Stranding(told)
    if not changes(work.plan, after):
        return Changed(plans.version_of(work.conn, after.code) or 0)
    for window in work.plan.windows:
        if after.window(window.code) is None and window.code in there.open - there.busy:
            close_window(work, window.code)
    for service in work.plan.services:
        if after.service(service.code) is None:
            resume(work, service.code)
    version = _write(work.conn, work.plan, after, work.now, work.actor)
    work.record(work.event(Kind.PLANNED, data={"version": version}))
    return Changed(version)


def _check(plan: Hall) -> None:
    found = faults(plan)
    if found:
        raise BadPlan(found)


def _put_whole(store: Store, plan: Hall, now: datetime, actor: str) -> Event:
    with store.write() as conn:
        return _put(conn, plans.read(conn, plan.code, turn=True), plan, now, actor)


def _put(conn: Connection, before: Hall | None, plan: Hall, now: datetime, actor: str) -> Event:
    version = _write(conn, before, plan, now, actor)
    event = Event(Kind.PLANNED, now, plan.code, actor=actor, data={"version": version})
    journal.append(conn, event)
    return event


def _write(conn: Connection, before: Hall | None, after: Hall, now: datetime, actor: str) -> int:
    plans.write(conn, after)
    audits.add(conn, after.code, now, actor, changes(before, after))
    return plans.version_of(conn, after.code) or 0
