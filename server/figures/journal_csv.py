"""The journal as the CSV file that estimates are judged on: at,kind,ticket,service,window,priority."""

import csv
import io
from collections.abc import Iterable, Iterator

from server.hall.event import Event, Kind

HEADER = ("at", "kind", "ticket", "service", "window", "priority")
KINDS = {
    Kind.ISSUED: "issued",
    Kind.CALLED: "called",
    Kind.STARTED: "started",
    Kind.FINISHED: "finished",
    Kind.CANCELLED: "cancelled",
    Kind.MISSED: "missed",
}
WINDOW_KINDS = {Kind.OPENED: "opened", Kind.CLOSED: "closed", Kind.LEFT: "closed"}


def journal_csv(events: Iterable[Event]) -> str:
    """The lines of the kinds that file knows; a window opens and closes once for each of its services."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for event in events:
        writer.writerows(_rows(event))
    return text.getvalue()


def _rows(event: Event) -> Iterator[tuple[object, ...]]:
    at = event.at.isoformat(timespec="milliseconds")
    if event.kind in KINDS:
        priority = event.data.get("priority") or ""
        where = (event.ticket, event.service, event.window or "", priority)
        yield (at, KINDS[event.kind], *where)
    elif event.kind in WINDOW_KINDS:
        for service in event.data.get("services", []):
            yield (at, WINDOW_KINDS[event.kind], "", service, event.window, "")
