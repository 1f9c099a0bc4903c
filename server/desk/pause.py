"""暂停 恢复: a service or the whole hall pauses for a while, and goes on."""

from server.desk.work import Work
from server.hall.event import Kind
from server.hall.pause import WHOLE_HALL, Pause
from server.hall.refused import Unknown
from server.store import pauses


def pause(work: Work, service: str | None, reason: str) -> Pause:
    """Pause a service, or the hall (None); what pauses already stays as it is, with its reason.

    Raises Unknown("unknown_service").
    """
    if service is not None and work.plan.service(service) is None:
        raise Unknown("unknown_service")
    place = service or WHOLE_HALL
    known = pauses.read(work.conn, work.plan.code).get(place)
    if known is not None:
        return known
    made = Pause(place, reason, work.now)
    pauses.add(work.conn, work.plan.code, made)
    work.record(work.event(Kind.PAUSED, service=service, data={"reason": reason}))
    return made


def resume(work: Work, service: str | None) -> None:
    """Let a service, or the hall (None), go on; what does not pause stays as it is.

    A service that the set-up no longer has may be resumed too: its pause must not wait for its return.
    """
    place = service or WHOLE_HALL
    if place not in pauses.read(work.conn, work.plan.code):
        return
    pauses.remove(work.conn, work.plan.code, place)
    work.record(work.event(Kind.RESUMED, service=service))
