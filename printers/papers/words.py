"""The fixed words of a slip, a row a language. Paper has its own: short, and set by the dot."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One language. `{n}` in `reprint` is the copy's number; units may be empty."""

    number: str
    ahead: str
    people: str
    wait: str
    minutes: str
    ahead_beneath: str
    wait_beneath: str
    follow: str
    missed: str
    green: str
    reprint: str


ZH_HANS = Words(
    number="您的号码",
    ahead="前面还有",
    people="人",
    wait="大约等候",
    minutes="分钟",
    ahead_beneath="前面还有（人）",
    wait_beneath="大约等候（分钟）",
    follow="扫码随时看进度",
    missed="过号请到咨询台激活。",
    green="绿色通道",
    reprint="补打 {n}",
)
ZH_HANT = Words(
    number="您的號碼",
    ahead="前面還有",
    people="人",
    wait="大約等候",
    minutes="分鐘",
    ahead_beneath="前面還有（人）",
    wait_beneath="大約等候（分鐘）",
    follow="掃碼隨時看進度",
    missed="過號請到諮詢台激活。",
    green="綠色通道",
    reprint="補印 {n}",
)
ENGLISH = Words(
    number="Your number",
    ahead="People ahead",
    people="",
    wait="Estimated wait",
    minutes="min",
    ahead_beneath="People ahead",
    wait_beneath="Wait in minutes",
    follow="Follow your turn by phone",
    missed="Missed it? Ask the help desk.",
    green="Green channel",
    reprint="REPRINT {n}",
)
WORDS = {"zh-Hans": ZH_HANS, "zh-Hant": ZH_HANT, "en": ENGLISH}


def words_in(language: str) -> Words:
    """The words of a language tag; simplified Chinese for one that has none."""
    return WORDS.get(language, ZH_HANS)
