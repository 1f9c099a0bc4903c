"""Words in three languages, and the server's time on a device whose own clock is wrong."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page

from tests.faces.stand import Stand

WORDS = {
    "zh-Hans": {"{count} people ahead": "前面还有 {count} 人", "Your number": "您的号码"},
    "zh-Hant": {"Your number": "您的號碼"},
}


def run(page: Page, module: str, code: str) -> Any:
    return page.evaluate(f"async () => {{ const m = await import('/static/js/{module}'); {code} }}")


SAID = {
    ("zh-Hans", "Your number"): "您的号码",
    ("zh-Hant", "Your number"): "您的號碼",
    ("en", "Your number"): "Your number",
    ("zh-Hans", "{count} people ahead"): "前面还有 12 人",
    ("zh-Hant", "{count} people ahead"): "前面还有 12 人",
    ("en", "{count} people ahead"): "12 people ahead",
    ("zh-Hans", "Never translated"): "Never translated",
    ("en", "{stranger}"): "{stranger}",
}


def test_a_message_is_said_in_the_visitors_language(stand: Stand, page: Page) -> None:
    stand.words = WORDS
    page.goto(f"{stand.url}/kiosk/east")
    asked = json.dumps(list(SAID))
    said = run(page, "words.js", f"return {asked}.map((one) => m.say(...one, {{count: 12}}))")
    assert dict(zip(SAID, said, strict=True)) == SAID


def test_a_page_without_words_speaks_english(page: Page) -> None:
    assert run(page, "words.js", "return m.say('zh-Hans', 'Your number')") == "Your number"


def test_names_fall_back_as_the_rules_do(page: Page) -> None:
    named = "return [m.named({'zh-Hans': '户籍', en: 'Household'}, 'zh-Hant'),"
    named += (
        "m.named({en: 'Household'}, 'zh-Hans'), m.named({fr: 'État'}, 'en'), m.named({}, 'en')]"
    )
    assert run(page, "words.js", named) == ["户籍", "Household", "État", ""]


def test_two_languages_stand_together_and_a_lone_one_is_not_doubled(
    stand: Stand, page: Page
) -> None:
    stand.words = WORDS
    page.goto(f"{stand.url}/kiosk/east")
    page.evaluate(
        """async () => {
          const { render, html } = await import("/static/vendor/lit-html/lit-html.js");
          const { both, twice } = await import("/static/js/both.js");
          render(html`${both("zh-Hans", "Your number")}${twice("en", "A", "A")}`,
                 document.getElementById("face"));
        }"""
    )
    assert page.locator(".both").first.locator("span").all_inner_texts() == [
        "您的号码",
        "Your number",
    ]
    assert page.locator("[lang='en']").first.inner_text() == "Your number"
    assert page.locator(".both").nth(1).locator("span").count() == 1


def test_time_is_the_servers_in_the_halls_zone(stand: Stand, page: Page) -> None:
    stand.html = 'data-zone="Asia/Shanghai"'
    stand.answers("GET /api/hall", {"now": "2031-03-02T02:42:07.250+00:00"})
    page.goto(f"{stand.url}/kiosk/east")
    shown = page.evaluate(
        """async () => {
          const { get } = await import("/static/js/api.js");
          const clock = await import("/static/js/clock.js");
          const { dayAndTime } = await import("/static/js/day_and_time.js");
          await get("/api/hall");
          return [clock.time(), clock.day("zh-Hans"), clock.day("en"),
                  clock.since("2031-03-02T10:41:00+08:00"),
                  clock.timeWithSeconds("2031-03-02T10:42:07+08:00"),
                  dayAndTime("en", "2031-03-01T16:00:00Z"),
                  dayAndTime("zh-Hans", "2031-03-01T15:59:00Z"),
                  dayAndTime("en", "2031-03-01T15:59:00Z")];
        }"""
    )
    assert shown[:3] == ["10:42", "3月2日星期日", "Sunday 2 March"]
    assert 66 <= shown[3] <= 69
    assert shown[4] == "10:42:07"
    assert shown[5:] == ["00:00", "3月1日星期六 23:59", "Saturday 1 March 23:59"]


def test_an_exact_time_is_not_lost_to_a_vaguer_one(page: Page) -> None:
    code = """
      m.heardAt("2031-03-02T02:42:07.000Z");
      m.heardAt("Sun, 02 Mar 2031 02:42:00 GMT", performance.now());
      const exact = m.now();
      m.heardAt("2031-03-02T02:50:00.000Z", performance.now());
      return [exact, m.now()].map((ms) => new Date(ms).toISOString().slice(11, 19));
    """
    assert run(page, "clock.js", code) == ["02:42:07", "02:50:00"]


def test_a_device_whose_own_clock_is_put_right_asks_for_no_patience(page: Page) -> None:
    code = """
      const real = Date.now;
      const at = () => new Date(real()).toISOString();
      m.heardAt(at(), performance.now());
      Date.now = () => real() + 3_600_000;
      m.heardAt(at());
      return Math.abs(m.now() - real());
    """
    assert run(page, "clock.js", code) < 2_000


def test_a_stamp_that_is_no_time_changes_nothing(page: Page) -> None:
    code = "m.heardAt('soon'); m.heardAt(null); return Math.abs(m.now() - Date.now())"
    assert run(page, "clock.js", code) == 0


def test_durations_read_like_a_watch(page: Page) -> None:
    shown = run(page, "clock.js", "return [222, 0, 3742].map(m.running)")
    assert shown == ["03:42", "00:00", "1:02:22"]
    assert run(page, "clock.js", "return [510, 59].map(m.minutes)") == ["8′", "0′"]


def test_the_clock_ticks_on_the_full_second_until_stopped(page: Page) -> None:
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=1, milliseconds=300))
    run(
        page,
        "clock.js",
        "window.at = []; window.stop = m.everySecond(() => at.push(m.now() % 1000))",
    )
    page.clock.run_for(1100)
    ticks = page.evaluate("stop(), at.length")
    page.clock.run_for(1100)
    later, last = page.evaluate("[at.length, at.at(-1)]")
    assert later == ticks >= 2
    assert last < 100 or last > 990
