"""A service, or the whole hall, that pauses: no numbers, nobody is called, and whoever waits goes on waiting."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from server.hall.refused import Refused

WHOLE_HALL = ""
"""Stands where a service's code would: the pause of everything."""

PAUSE_REASONS = ("system", "equipment", "crowded", "emergency", "meeting", "other")


@dataclass(frozen=True, slots=True)
class Pause:
    """What pauses (a service's code or WHOLE_HALL), one of PAUSE_REASONS, and since when."""

    service: str
    reason: str
    since: datetime


Pauses = Mapping[str, Pause]
"""service or WHOLE_HALL -> its pause."""


def pause_of(pauses: Pauses, service: str) -> Pause | None:
    """The pause that holds for a service: the hall's, else its own."""
    return pauses.get(WHOLE_HALL) or pauses.get(service)


def check_going(pauses: Container[str], service: str) -> None:
    """Raises Refused("hall_paused") or Refused("service_paused") while a service pauses."""
    if WHOLE_HALL in pauses:
        raise Refused("hall_paused")
    if service in pauses:
        raise Refused("service_paused")


def going(pauses: Pauses, services: Iterable[str]) -> tuple[str, ...]:
    """Those of the services that do not pause, in their order."""
    return tuple(code for code in services if pause_of(pauses, code) is None)


def pause_of_all(pauses: Pauses, services: Iterable[str]) -> Pause | None:
    """Why a window with these services calls nobody: the hall's pause, or the newest when each of them pauses."""
    found = [pause_of(pauses, code) for code in services]
    known = [pause for pause in found if pause is not None]
    if not found or len(known) < len(found):
        return pauses.get(WHOLE_HALL)
    return max(known, key=lambda pause: pause.since)
