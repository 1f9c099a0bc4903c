"""调整窗口业务: a window takes other services from now on."""

from collections.abc import Collection
from dataclasses import replace

from server.desk.setup import Edit, Outcome, change_part
from server.desk.work import Work
from server.hall.plan import Hall, Window
from server.hall.refused import Unknown


def assign_services(
    work: Work, code: str, services: Collection[str], seen: str, *, sure: str = ""
) -> Outcome:
    """Give a window these services, as somebody decided who saw it under the digest `seen`.

    Raises Unknown("unknown_window"), Unknown("unknown_service"), and setup.BadPlan for no service at all.
    """
    window = work.plan.window(code)
    if window is None:
        raise Unknown("unknown_window")
    if any(work.plan.service(one) is None for one in services):
        raise Unknown("unknown_service")
    part = replace(window, services=in_order(work.plan, window, services))
    return change_part(work, Edit("windows", code, part, seen, sure))


def in_order(plan: Hall, window: Window, services: Collection[str]) -> tuple[str, ...]:
    """What a window keeps in its own order, then what is new to it in the hall's: the first is its main one."""
    kept = [code for code in window.services if code in services]
    new = [s.code for s in plan.services if s.code in services and s.code not in kept]
    return (*kept, *new)
