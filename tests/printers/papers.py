"""Slips that the printers' tests print, and ways to look at them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import zxingcpp
from PIL import Image, ImageChops

from server.hall.documents import DayReport, Figures, Material, OneTimeNotice, Receipt
from server.hall.estimate import Estimate
from server.hall.papers import Paper
from server.hall.plan import Papers
from server.hall.slip import Slip

PLAIN = Slip(
    hall={"zh-Hans": "江城市民服务中心", "en": "Jiangcheng Citizen Service Centre"},
    service={"zh-Hans": "户籍与身份证", "en": "Household & ID"},
    label="A017",
    windows={"zh-Hans": "1–4号窗口", "en": "Windows 1–4"},
    issued_at=datetime(2026, 3, 2, 1, 31, 7, tzinfo=UTC),
    timezone="Asia/Shanghai",
    track_url="https://hall.example.org/t/8Zk3mQ2vX0aB7dTf",
    ahead=7,
    estimate=Estimate(15.2, 17.0, 20.1),
    kiosk="一楼大厅 K2",
    number=412,
)
GREEN = replace(
    PLAIN, priority={"zh-Hans": "孕妇", "en": "Expectant mother"}, label="A018", ahead=0
)
LONG = replace(
    PLAIN,
    label="QA1234",
    service={
        "zh-Hans": "不动产登记（国有建设用地使用权及房屋所有权转移登记、抵押权首次登记综合受理）",
        "en": "Registration of real estate: transfer of rights to land and houses, and mortgages",
    },
    windows={"zh-Hans": "3、5、7、8、11号窗口", "en": "Windows 3, 5, 7, 8, 11"},
)
BARE = replace(
    PLAIN, windows={}, track_url="", ahead=None, estimate=None, kiosk="", number=0, label="7"
)
SLIPS = {"plain": PLAIN, "green": GREEN, "long": LONG, "bare": BARE, "copy": PLAIN.again()}

OWN = Papers(
    head=({"zh-Hans": "一站式服务 · 最多跑一次", "en": "One stop, one visit at most"},),
    foot=(
        {"zh-Hans": "咨询电话 12345"},
        {"zh-Hans": "请保管好小票", "en": "Please keep this slip"},
    ),
    shows=("ahead", "qr"),
    languages=("en", "zh-Hans"),
)
MADE_OUT: dict[str, Any] = {
    "hall": PLAIN.hall,
    "number": "2026-000012",
    "issued_at": PLAIN.issued_at,
    "timezone": PLAIN.timezone,
    "clerk": {"zh-Hans": "林晓", "en": "Lin Xiao"},
    "clerk_number": "0317",
}
BOOKLET = {"zh-Hans": "居民户口簿原件及全部成员页的复印件一式两份", "en": "Household register"}
CARD = {"zh-Hans": "居民身份证"}
NOTICE = OneTimeNotice(
    **MADE_OUT,
    service=LONG.service,
    materials=(Material(BOOKLET, missing=True), Material(CARD)),
    steps=({"zh-Hans": "带齐材料到窗口受理", "en": "Bring everything to the window"},) * 12,
    time_limit={"zh-Hans": "5 个工作日", "en": "5 working days"},
    window={"zh-Hans": "3号窗口", "en": "Window 3"},
    ticket="A017",
)
RECEIPT = Receipt(
    **MADE_OUT,
    service=PLAIN.service,
    materials=(Material(BOOKLET, 12), Material(CARD, 1)),
    due="2026-03-09",
    track_url=PLAIN.track_url,
)
NAMES = [{"zh-Hans": "户籍与身份证", "en": "Household"}, BOOKLET, CARD]
REPORT = DayReport(
    **MADE_OUT,
    day="2026-03-02",
    promised=20,
    whole=Figures(PLAIN.hall, 1365, 1201, 20, 8.4, 119.6, 0.914),
    services=tuple(Figures(name, 52, 47, 2, None, None) for name in NAMES),
    windows=tuple(Figures(name, 24, 23, 1, 7.1, 18.2) for name in NAMES),
    ratings=(88, 31, 6, 1, 0),
)
PAPERS: dict[str, Paper] = {
    **SLIPS,
    "own": replace(GREEN, look=OWN),
    "notice": NOTICE,
    "receipt": RECEIPT,
    "report": REPORT,
    "own receipt": replace(RECEIPT, look=OWN, track_url="", materials=(Material(CARD, 1),)),
    "own notice": replace(NOTICE, look=replace(OWN, languages=("zh-Hant",)), steps=()).again(),
    "quiet report": replace(
        REPORT,
        whole=Figures(PLAIN.hall, 0, 0, 0, None, None),
        services=(),
        windows=(),
        look=replace(OWN, languages=("en",)),
    ),
}


def same(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures agree in size and in every dot."""
    return one.size == other.size and ImageChops.logical_xor(one, other).getbbox() is None


def codes(image: Image.Image) -> list[str]:
    """What a phone reads from the picture."""
    return [found.text for found in zxingcpp.read_barcodes(image.convert("L"))]


def contains(sheet: Image.Image, part: Image.Image, left: int) -> bool:
    """Whether the part lies on the sheet, dot for dot, with its left edge at `left`."""
    cut = sheet.crop((left, 0, left + part.width, sheet.height))
    stride = len(cut.crop((0, 0, part.width, 1)).tobytes())
    found = cut.tobytes().find(part.tobytes())
    while found >= 0 and found % stride:
        found = cut.tobytes().find(part.tobytes(), found + 1)
    return found >= 0
