"""A kiosk's menu is set up on its form: the order of its services, and cards or a list."""

from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.faces.boards import replan, sample
from tests.faces.citizen import TALL, WIDE, at_kiosk, press
from tests.faces.test_kiosk_looks import SMALL, large, looks_right
from tests.faces.test_manage_setup import HERE, get, post, saved, seen
from tests.inside import Inside
from tests.serving import Server

CODES = "all => all.map((one) => one.dataset.code)"


def test_the_form_sets_order_and_layout(house: Inside) -> None:
    form: dict[str, Any] = {"part": "k1", "seen": seen(house, "kiosks", "k1"), "name.en": "Kiosk"}
    form |= {"services": ["tax", "id"], "languages": ["en", "zh-Hans"], "layout": "list"}
    assert saved(post(house, f"{HERE}/kiosks/save", form), "kiosks")
    kiosk = house.plan().kiosks[0]
    assert (kiosk.services, kiosk.languages) == (("tax", "id"), ("en", "zh-Hans"))
    assert kiosk.layout == "list"
    page = get(house, f"{HERE}/kiosks/part/k1")
    assert page.index('value="tax" checked') < page.index('value="id" checked')


def test_an_open_kiosk_follows_without_a_reload(server: Server) -> None:
    first, *others = sample().kiosks
    mine = replace(first, services=("tax", "household", "fund", "travel"), layout="list")
    with at_kiosk(server, viewport=TALL) as kiosk:
        expect(kiosk.locator(".services")).to_have_attribute("data-columns", "2")
        replan(server, kiosks=(mine, *others))
        expect(kiosk.locator(".services")).to_have_attribute("data-columns", "1", timeout=15_000)
        found = kiosk.locator(".service").evaluate_all(CODES)
        assert found == ["tax", "fund", "household", "travel"]
        assert kiosk.locator(".row").first.locator(".service").count() == 1
        assert press(kiosk, "household").startswith("A")
    replan(server)


SIZES = [(TALL, "1"), (SMALL, "1"), (WIDE, "4")]


@pytest.mark.parametrize(("size", "columns"), SIZES, ids=str)
def test_a_list_is_whole_on_tall_screens(
    server: Server, size: dict[str, int], columns: str
) -> None:
    first, *others = sample().kiosks
    replan(server, kiosks=(replace(first, layout="list"), *others))
    with at_kiosk(server, viewport=size) as kiosk:
        expect(kiosk.locator(".services")).to_have_attribute("data-columns", columns)
        looks_right(kiosk, 24, by_axe=size == TALL)
        large(kiosk)
        looks_right(kiosk, 24, by_axe=False)
