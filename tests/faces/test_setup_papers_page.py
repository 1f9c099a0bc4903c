"""The page of papers in a browser: the sample follows the typing, and axe has nothing to say."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browsing import fresh_page
from tests.faces.managing import administrator
from tests.serving import Server

WIDE = {"width": 1280, "height": 800}


def drawn(page: Page) -> str:
    """The address of the sample that is shown now."""
    return page.locator("#proof-picture").get_attribute("src") or ""


def test_the_sample_follows_what_is_typed(server: Server) -> None:
    admin = administrator(server)
    with fresh_page(viewport=WIDE) as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        page.goto(f"{server.url}/manage/setup/papers")
        picture, fault = page.locator("#proof-picture"), page.locator("#proof-fault")
        expect(picture).to_have_attribute("src", re.compile("^blob:"))
        before = drawn(page)
        page.locator('[id="foot.zh-Hans.0"]').fill("咨询电话 12345")
        expect(picture).not_to_have_attribute("src", before)
        page.select_option("#proof-paper", "receipt")
        page.select_option("#proof-width", "384")
        expect(picture).to_have_js_property("naturalWidth", 384)
        expect(page.locator("#proof-letters")).to_be_hidden()
        height = picture.evaluate("image => image.naturalHeight")
        page.select_option("#proof-template", "text")
        expect(page.locator("#proof-letters")).to_be_visible()
        expect(picture).not_to_have_js_property("naturalHeight", height)
        page.select_option("#proof-template", "dots")
        expect(picture).to_have_js_property("naturalHeight", height)
        shown = drawn(page)
        page.locator('[id="foot.zh-Hans.0"]').fill("龚䶮")
        expect(fault).to_contain_text("字库里没有 䶮 (U+4DAE)")
        assert drawn(page) == shown, "the last good one stays"
        page.locator('[id="foot.zh-Hans.0"]').fill("龚先生")
        expect(fault).to_have_text("")
        assert [v["id"] for v in Axe().run(page).response["violations"]] == []
