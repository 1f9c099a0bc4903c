"""Slips that the printers' tests print, and ways to look at them."""

from dataclasses import replace
from datetime import UTC, datetime

import zxingcpp
from PIL import Image, ImageChops

from server.hall.estimate import Estimate
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


def same(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures agree in size and in every dot."""
    return one.size == other.size and ImageChops.logical_xor(one, other).getbbox() is None


def codes(image: Image.Image) -> list[str]:
    """What a phone reads from the picture."""
    return [found.text for found in zxingcpp.read_barcodes(image.convert("L"))]
