"""What a kiosk offers and in which order: its own, or the hall's when it names no services."""

from server.hall.plan import Group, Hall, Kiosk, Service

Menu = list[tuple[Group | None, list[Service]]]


def menu(plan: Hall, kiosk: Kiosk) -> Menu:
    """Headings with their services; None stands for services without a group.

    Services stand as the kiosk lists them, and a group where the first of its services stands. A kiosk that
    lists none has the hall's order of groups, and services without a group at the end.
    """
    known = {group.code: group for group in plan.groups}
    listed = [plan.service(code) for code in kiosk.services] or plan.services
    offered = [one for one in listed if one is not None]
    order: list[str | None] = [] if kiosk.services else [*known, None]
    order += [one.group for one in offered]
    found = {group: [one for one in offered if one.group == group] for group in order}
    return [(known.get(code or ""), services) for code, services in found.items() if services]
