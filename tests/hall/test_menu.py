"""A kiosk's menu has its own order where it names services, else the hall's."""

from dataclasses import replace

import pytest

from server.hall.menu import menu
from server.hall.plan import Group, Kiosk
from tests.stage import PLAN, named

HOMES = Group("homes", named("住房", "Homes"))
ID, TAX, DEEDS = PLAN.services
HALL = replace(
    PLAN, groups=(*PLAN.groups, HOMES), services=(ID, TAX, replace(DEEDS, group="homes"))
)
MENUS = [
    ((), [("people", ["id"]), ("homes", ["deeds"]), (None, ["tax"])]),
    (("deeds", "tax", "id"), [("homes", ["deeds"]), (None, ["tax"]), ("people", ["id"])]),
    (("tax", "id"), [(None, ["tax"]), ("people", ["id"])]),
    (("id", "gone"), [("people", ["id"])]),
]


@pytest.mark.parametrize(("services", "shown"), MENUS)
def test_groups_stand_where_their_first_service_stands(
    services: tuple[str, ...], shown: list[tuple[str | None, list[str]]]
) -> None:
    found = menu(HALL, Kiosk("k", named("机", "K"), services=services))
    assert [(g.code if g else None, [s.code for s in some]) for g, some in found] == shown
