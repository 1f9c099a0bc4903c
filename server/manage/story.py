"""A ticket's journal as sentences: one table, kind -> sentence, and what else is known of each line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from server.figures.sheet import Lives
from server.figures.times import TENTHS
from server.hall.event import Event, Kind
from server.hall.plan import Names, name_in
from server.manage.naming import Naming, both
from server.store.lives import Printed, Seen

SENTENCES = {
    Kind.ISSUED: "Took number {label} for {service}",
    Kind.CALLED: "Called to {window}",
    Kind.RECALLED: "Called once more to {window}",
    Kind.STARTED: "Service began at {window}",
    Kind.PARKED: "Set aside by {window}",
    Kind.TRANSFERRED: "Sent on to {service}",
    Kind.FINISHED: "Service ended at {window}",
    Kind.MISSED: "Nobody came to {window}",
    Kind.REINSTATED: "Came back and waits again",
    Kind.CANCELLED: "The number was given up",
    Kind.RATED: "Rated: {grade}",
}
"""Every kind of line that a ticket can have."""

WHY = {
    "chosen": "chosen out of turn",
    "priority": "ahead by its priority",
    "returned": "in line by its first arrival",
}
GRADES = {
    5: "Very satisfied",
    4: "Satisfied",
    3: "Fairly satisfied",
    2: "Dissatisfied",
    1: "Very dissatisfied",
}
REASONS = {
    "slow": "it took too long",
    "attitude": "how they were treated",
    "unclear": "explanations were unclear",
    "repeated_trips": "had to come again",
    "environment": "the surroundings",
    "other": "another reason",
}
SLIPS = {
    "queued": "The slip waits for {printer}",
    "sending": "The slip is being printed by {printer}",
    "done": "The slip was printed by {printer}",
    "unknown": "Nobody knows whether {printer} has printed the slip",
}
AGAIN = "The slip was printed once more by {printer}, copy {copy}"
SETTLED = {
    "seen": "Somebody saw that {printer} had printed the slip",
    "reprinted": "Nobody knew whether {printer} had printed the slip; it was printed again",
}
BLOCKED = {
    "paper_out": "its paper is out",
    "cover_open": "its cover is open",
    "offline": "it is switched off line",
    "unreachable": "it cannot be reached",
    "silent": "it does not answer",
}
NOT_READY = "it is not ready"
NOWHERE = "the hall"


@dataclass(frozen=True)
class Step:
    """`gap`: minutes since the line before. `notes` are what screens said of it; paper has no gap."""

    at: datetime
    kind: str
    says: Names
    gap: float = 0.0
    notes: tuple[Names, ...] = ()


def story(
    naming: Naming, lines: Sequence[Event], slips: Sequence[Printed], seen: Sequence[Seen]
) -> list[Step]:
    """All that is known of a ticket, in order of time: journal lines, their screens, its paper."""
    told, steps, before = Lives(), list[Step](), lines[0].at
    for event in lines:
        assert event.ticket is not None
        wait, took = told.follow(event.ticket, event)
        clerk = told.clerks.get(event.ticket)
        parts = [_sentence(naming, event), *_more(naming, event, wait, took, clerk)]
        if event.kind is Kind.ISSUED and slips and slips[0].ahead is not None:
            parts.append(both("{ahead} ahead", ahead=slips[0].ahead))
        gap = round((event.at - before) / timedelta(minutes=1), 1)
        notes = tuple(_note(naming, event, one) for one in seen if one.seq == event.seq)
        steps.append(Step(event.at, event.kind.value, _joined(parts), gap, notes))
        before = event.at
    steps += [_slip(naming, one) for one in slips]
    return sorted(steps, key=lambda step: step.at)


def _sentence(naming: Naming, event: Event) -> Names:
    to = event.data.get("to") or event.service
    return both(
        SENTENCES[event.kind],
        label=event.data.get("label", ""),
        service=_name(naming, "service", to if event.kind is Kind.TRANSFERRED else event.service),
        window=_name(naming, "window", event.window),
        grade=both(GRADES[event.data["score"]]) if event.kind is Kind.RATED else "",
    )


def _more(
    naming: Naming, event: Event, wait: int | None, took: int | None, clerk: str | None
) -> Iterator[Names]:
    """What goes on after the sentence: who, how long, why."""
    data = event.data
    if event.kind is Kind.CALLED and (who := naming.of("clerk", clerk)):
        yield both("by {who}", who=who)
    if wait is not None:
        yield both("waited {minutes} min", minutes=wait / TENTHS)
    if took is not None:
        yield both("took {minutes} min", minutes=took / TENTHS)
    if event.kind is Kind.CALLED and (why := WHY.get(data.get("why", ""))):
        yield both(why)
    if event.kind is Kind.RECALLED and data.get("times"):
        yield both("time {times}", times=data["times"])
    if event.kind is Kind.ISSUED and (reason := naming.plan.priority(data.get("priority") or "")):
        yield both("green channel: {reason}", reason=reason.name)
    if event.kind is Kind.TRANSFERRED:
        if event.window:
            yield both("from {window}", window=_name(naming, "window", event.window))
        if bound := data.get("bound"):
            yield both("for {window} alone", window=_name(naming, "window", bound))
    yield from _by(naming, event, clerk)
    for reason in data.get("reasons", ()):
        yield both(REASONS[reason])


def _by(naming: Naming, event: Event, clerk: str | None) -> Iterator[Names]:
    """Who did it, where that is not said already and not the clerk herself."""
    who = naming.doer(event.actor)
    if who is None or event.kind is Kind.CALLED or who == naming.of("clerk", clerk):
        return
    if event.kind is Kind.RATED:
        at_window = event.data.get("at_window")
        yield both("at the window" if at_window else "by phone")
    elif event.kind is Kind.ISSUED:
        yield both("at {place}", place=who)
    elif event.window is None or _name(naming, "window", event.window) != who:
        yield both("by {who}", who=who)


def _note(naming: Naming, event: Event, one: Seen) -> Names:
    screen = _name(naming, "board", one.place)
    zone = ZoneInfo(naming.plan.timezone)
    if one.spoken_at is not None:
        spoken = one.spoken_at.astimezone(zone).strftime("%H:%M:%S")
        return both("{screen} showed it, and had said it at {spoken}", screen=screen, spoken=spoken)
    return both("{screen} showed it", screen=screen)


def _slip(naming: Naming, one: Printed) -> Step:
    template = SLIPS[one.state]
    if one.state == "done":
        template = SETTLED.get(one.reason or "", AGAIN if one.copy else template)
    told = both(template, printer=_name(naming, "printer", one.printer), copy=one.copy)
    if one.state != "queued":
        return Step(one.changed_at, "slip", told)
    held = (both(BLOCKED.get(one.blocked, NOT_READY)),) if one.blocked else ()
    return Step(one.created_at, "slip", told, notes=held)


def _name(naming: Naming, kind: str, code: str | None) -> Names:
    return naming.of(kind, code) or both(NOWHERE)


def _joined(parts: Sequence[Names]) -> Names:
    return {
        "zh-Hans": "，".join(name_in(part, "zh-Hans") for part in parts),
        "en": ", ".join(name_in(part, "en") for part in parts),
    }
