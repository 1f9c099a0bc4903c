"""Colours and type that everybody can read: contrast in each theme, one source, bounded motion."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.faces.stand import Stand

STATIC = Path(__file__).resolve().parents[2] / "server" / "static"
SHEETS = sorted(STATIC.glob("*.css"))
THEMES = {
    "day": "",
    "night": 'data-theme="night"',
    "day, more contrast": 'data-contrast="more"',
    "night, more contrast": 'data-theme="night" data-contrast="more"',
}
# Ink on its ground, and the least contrast: 4.5 for words, 3 for shapes (WCAG 2.2, 1.4.3, 1.4.11).
PAIRS = [
    *((ink, ground, 4.5) for ink in ("text", "text-soft", "action", "warning", "link")
      for ground in ("ground", "surface", "surface-sunk")),
    ("on-action", "action", 4.5),
    ("on-warning", "warning", 4.5),
    ("action", "action-soft", 4.5),
    ("warning-text", "warning-soft", 4.5),
    ("on-calling", "calling", 7),
    ("control-line", "surface", 3),
    ("focus", "ground", 3),
    *((f"grade-{score}", "surface", 3) for score in range(1, 6)),
]  # fmt: skip
RGB = """(names) => Object.fromEntries(names.map((name) => {
  const box = document.createElement("i");
  box.style.color = `var(--${name})`;
  document.body.append(box);
  return [name, getComputedStyle(box).color.match(/[0-9.]+/g).slice(0, 3).map(Number)];
}))"""


def luminance(rgb: list[float]) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    parts = [value / 255 for value in rgb]
    lit = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2]


def contrast(one: list[float], two: list[float]) -> float:
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("preference", ["no-preference", "more"])
@pytest.mark.parametrize("theme", THEMES)
def test_words_stand_out_from_their_ground(
    theme: str, preference: str, stand: Stand, page: Page
) -> None:
    stand.html = THEMES[theme]
    page.emulate_media(contrast="more" if preference == "more" else "no-preference")
    page.goto(f"{stand.url}/kiosk/east")
    colours = page.evaluate(RGB, sorted({name for pair in PAIRS for name in pair[:2]}))
    weak = [
        (ink, ground, round(contrast(colours[ink], colours[ground]), 2))
        for ink, ground, least in PAIRS
        if contrast(colours[ink], colours[ground]) < least
    ]
    assert weak == []


def test_the_night_is_dark_and_more_contrast_is_more(stand: Stand, page: Page) -> None:
    seen = {}
    for theme, html in THEMES.items():
        stand.html = html
        page.goto(f"{stand.url}/kiosk/east")
        seen[theme] = page.evaluate(RGB, ["ground", "text-soft"])
    assert luminance(seen["night"]["ground"]) < 0.02 < luminance(seen["day"]["ground"])
    for theme in ("day", "night"):
        assert contrast(*seen[f"{theme}, more contrast"].values()) > contrast(*seen[theme].values())


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_colours_are_written_in_one_place_and_every_token_exists(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    if sheet.name != "tokens.css":
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsl\(", text) == []
    known = set(re.findall(r"(--[\w-]+):", "".join(each.read_text("utf-8") for each in SHEETS)))
    assert set(re.findall(r"var\((--[\w-]+)\)", text)) <= known


def test_labels_are_set_in_the_number_face_with_digits_of_one_width(
    stand: Stand, page: Page
) -> None:
    stand.body = '<span class="label" id="a">A111</span><br><span class="label" id="b">A888</span>'
    page.goto(f"{stand.url}/kiosk/east")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('700 20px Label')")
    first, second = (page.locator(f"#{name}").bounding_box() for name in "ab")
    assert first
    assert second
    assert first["width"] == pytest.approx(second["width"], abs=0.1)


def test_traditional_chinese_has_its_own_glyphs(stand: Stand, page: Page) -> None:
    stand.body = '<p lang="zh-Hant" id="hant">骨</p><p lang="zh-Hans" id="hans">骨</p>'
    page.goto(f"{stand.url}/kiosk/east")
    family = "id => getComputedStyle(document.getElementById(id)).fontFamily"
    assert page.evaluate(family, "hant").startswith('"Noto Sans CJK TC"')
    assert page.evaluate(family, "hans").startswith('"Noto Sans CJK SC"')


def test_whoever_wants_no_motion_gets_none(stand: Stand, page: Page) -> None:
    stand.body = '<button class="button" id="next">下一位</button>'
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{stand.url}/kiosk/east")
    style = "getComputedStyle(document.getElementById('next')).transitionDuration"
    assert set(page.evaluate(style).split(", ")) == {"0.001s"}


def test_only_what_can_be_pressed_has_an_edge(stand: Stand, page: Page) -> None:
    stand.body = (
        '<button class="button">下一位</button><button class="button" disabled>下一位</button>'
        '<div class="card">户籍</div>'
    )
    page.goto(f"{stand.url}/kiosk/east")
    edge = "[...document.querySelectorAll('main > *')].map(e => getComputedStyle(e).boxShadow)"
    pressable, disabled, card = page.evaluate(edge)
    assert pressable != "none"
    assert (disabled, card) == ("none", "none")
