"""A plan that cannot work is refused, and the refusal points at the place."""

from dataclasses import replace
from typing import Any

import pytest

from server.hall.plan import (
    Board,
    Clerk,
    Hall,
    Hours,
    Kiosk,
    Loudness,
    Notice,
    Printer,
    Priority,
    Service,
    Window,
)
from server.hall.plan_faults import faults
from server.plan_file import SAMPLE, read_plan
from tests.stage import PLAN, named

NAME = named("甲", "One")
LUNCH, LATE = Loudness("12:00", "13:30", 0), Loudness("18:00", "24:00", 101)
NIGHT, DAWN = Loudness("22:00", "06:00", 0), Loudness("05:30", "07:00", 40)
ID = PLAN.services[0]
ONE = PLAN.windows[0]


def service(**facts: Any) -> dict[str, Any]:
    """The plan's changes when its first service is another."""
    return {"services": (replace(ID, **facts), *PLAN.services[1:])}


def window(**facts: Any) -> dict[str, Any]:
    return {"windows": (replace(ONE, **facts),), "boards": ()}


def notice(text: dict[str, str], **facts: Any) -> dict[str, Any]:
    return {"notices": (Notice(text, **facts),)}


def hours(*spans: tuple[str, str]) -> dict[str, Any]:
    return {"hours": Hours(week=(spans,) + ((),) * 6)}


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"code": "no spaces"}, "code", "letters"),
    ({"code": "x" * 33}, "code", "32"),
    ({"name": {}}, "name", "at least one"),
    ({"name": {"en": "  "}}, "name", "at least one"),
    ({"name": {"de": "Halle", "en": "Hall"}}, "name.de", "languages"),
    ({"name": {"en": "x" * 81}}, "name.en", "80"),
    ({"timezone": "Asia/Atlantis"}, "timezone", "no such time zone"),
    ({"timezone": "../../etc/passwd"}, "timezone", "no such time zone"),
    ({"day_starts": "4:00"}, "day_starts", "00:00 to 12:00"),
    ({"day_starts": "24:00"}, "day_starts", "00:00 to 12:00"),
    ({"day_starts": "12:01"}, "day_starts", "00:00 to 12:00"),
    ({"recalls": 21}, "recalls", "0 to 20"),
    ({"recalls": -1}, "recalls", "0 to 20"),
    ({"reinstate_minutes": 1441}, "reinstate_minutes", "1440"),
    ({"reinstate_after": 101}, "reinstate_after", "100"),
    ({"promised_minutes": -1}, "promised_minutes", "480"),
    ({"promised_minutes": 481}, "promised_minutes", "480"),
    ({"rating_seconds": 4}, "rating_seconds", "5 to 3600"),
    ({"hours": Hours(week=((),) * 6)}, "hours.week", "seven days"),
    (hours(("9:00", "12:00")), "hours.1", "HH:MM"),
    (hours(("09:00", "24:01")), "hours.1", "HH:MM"),
    (hours(("12:00", "09:00")), "hours.1", "before it starts"),
    (hours(("09:00", "09:00")), "hours.1", "before it starts"),
    (hours(("09:00", "12:00"), ("11:00", "13:00")), "hours.1", "overlaps"),
    ({"hours": Hours(exceptions={"2026-03-03": (("9", "10"),)})}, "hours.2026-03-03", "HH:MM"),
    ({"hours": Hours(exceptions={"3 March": ()})}, "hours.3 March", "YYYY-MM-DD"),
    ({"hours": Hours(exceptions={"20260303": ()})}, "hours.20260303", "YYYY-MM-DD"),
    ({"hours": Hours(exceptions={"2026-02-30": ()})}, "hours.2026-02-30", "YYYY-MM-DD"),
    (service(group="nobody"), "services.id.group", "no such group"),
    (service(prefix="a"), "services.id.prefix", "A to Z"),
    (service(prefix="ABC"), "services.id.prefix", "A to Z"),
    (service(prefix="B"), "services.tax.prefix", "already used by id"),
    (service(first=-1), "services.id.first", "0 or more"),
    (service(first=9, last=8), "services.id.first", "above last"),
    (service(first=100_000), "services.id.first", "0 or more"),
    (service(last=10**12), "services.id.last", "99999"),
    (service(digits=0), "services.id.digits", "1 to 5"),
    (service(digits=6), "services.id.digits", "1 to 5"),
    (service(daily_limit=-1), "services.id.daily_limit", "0 or more"),
    (service(hours=Hours(week=())), "services.id.hours.week", "seven days"),
    (service(name={}), "services.id.name", "at least one"),
    ({"services": PLAN.services + (Service("id", NAME, "X"),)}, "services.id", "there twice"),
    (window(services=()), "windows.1.services", "at least one service"),
    (window(services=("id", "cars")), "windows.1.services", "no such service: cars"),
    (window(code="1/2"), "windows.1/2", "letters"),
    ({"priorities": (Priority("p", NAME, rate=0.5),)}, "priorities.p.rate", "1 to 20"),
    ({"priorities": (Priority("p", NAME, rate=21),)}, "priorities.p.rate", "1 to 20"),
    ({"priorities": (Priority("p", NAME, credit=-1),)}, "priorities.p.credit", "600"),
    ({"priorities": (Priority("p", NAME, credit=float("nan")),)}, "priorities.p.credit", "600"),
    ({"kiosks": (Kiosk("k", NAME, services=("x",)),)}, "kiosks.k.services", "no such service: x"),
    ({"kiosks": (Kiosk("k", NAME, printer="x"),)}, "kiosks.k.printer", "no such printer: x"),
    ({"kiosks": (Kiosk("k", NAME, languages=("fr",)),)}, "kiosks.k.languages", "no such language"),
    ({"kiosks": (Kiosk("k", NAME, languages=()),)}, "kiosks.k.languages", "at least one"),
    ({"boards": (Board("b", NAME, windows=("9",)),)}, "boards.b.windows", "no such window: 9"),
    ({"boards": (Board("b", NAME, languages=("fr",)),)}, "boards.b.languages", "no such language"),
    ({"boards": (Board("b", NAME, languages=()),)}, "boards.b.languages", "at least one"),
    (
        {"boards": (Board("b", NAME, languages=("en", "en")),)},
        "boards.b.languages",
        "twice",
    ),
    ({"boards": (Board("b", NAME, volume=101),)}, "boards.b.volume", "0 to 100"),
    ({"boards": (Board("b", NAME, volume=-1),)}, "boards.b.volume", "0 to 100"),
    ({"boards": (Board("b", NAME, repeats=0),)}, "boards.b.repeats", "1 to 3"),
    ({"boards": (Board("b", NAME, repeats=4),)}, "boards.b.repeats", "1 to 3"),
    ({"boards": (Board("b", NAME, room="r" * 33),)}, "boards.b.room", "at most 32"),
    ({"boards": (Board("b", NAME, spoken=("fr",)),)}, "boards.b.spoken", "no such language"),
    ({"boards": (Board("b", NAME, loudness=(LUNCH, LUNCH)),)}, "boards.b.loudness", "overlaps"),
    ({"boards": (Board("b", NAME, loudness=(NIGHT, DAWN)),)}, "boards.b.loudness", "overlaps"),
    ({"boards": (Board("b", NAME, loudness=(LATE,)),)}, "boards.b.loudness", "0 to 100"),
    ({"boards": (Board("b", NAME, kind="window"),)}, "boards.b.windows", "exactly one"),
    (
        {"printers": (Printer("p1", NAME, driver="network", address="printer"),)},
        "printers.p1.address",
        "host:port",
    ),
    (
        {"printers": (Printer("p1", NAME, driver="usb", address="/etc/passwd"),)},
        "printers.p1.address",
        "/dev/usb/lp0",
    ),
    (
        {"printers": (Printer("p1", NAME, driver="serial", address="/dev/ttyS0 9601"),)},
        "printers.p1.address",
        "/dev/ttyUSB0 115200",
    ),
    (
        {"printers": (Printer("p1", NAME, fallback="p2"),)},
        "printers.p1.fallback",
        "no such printer: p2",
    ),
    (
        {"printers": (Printer("p1", NAME, driver="file", fallback="p1"),)},
        "printers.p1.fallback",
        "another printer",
    ),
    (
        {"printers": (Printer("p1", NAME, fallback="p2"), Printer("p2", NAME))},
        "printers.p1.fallback",
        "with paper",
    ),
    (
        {"printers": (Printer("p1", NAME, fallback_seconds=4),)},
        "printers.p1.fallback_seconds",
        "5 to 3600",
    ),
    (
        {"printers": (Printer("p1", NAME, roll_metres=0),)},
        "printers.p1.roll_metres",
        "1 to 500",
    ),
    ({"clerks": (Clerk("a", NAME), Clerk("a", NAME))}, "clerks.a", "there twice"),
    ({"clerks": (Clerk("a b", NAME),)}, "clerks.a b", "letters"),
    (
        {"clerks": (Clerk("a", NAME, services=("cars",)),)},
        "clerks.a.services",
        "no such service: cars",
    ),
    (notice({}), "notices.0.text", "at least one"),
    (notice({"de": "Feiertag"}), "notices.0.text.de", "languages"),
    (notice({"en": "x" * 201}), "notices.0.text.en", "at most 200"),
    (notice(NAME, since="1 May"), "notices.0.since", "YYYY-MM-DD"),
    (notice(NAME, until="2026-02-30"), "notices.0.since", "YYYY-MM-DD"),
    (notice(NAME, since="2026-05-02", until="2026-05-01"), "notices.0.until", "over before"),
    (
        notice(NAME, boards=("s",)) | {"boards": (Board("s", NAME, "window", ("1",)),)},
        "notices.0.boards",
        "shows no notices",
    ),
    (notice(NAME, boards=("attic",)), "notices.0.boards", "no such board: attic"),
]


@pytest.mark.parametrize(("changes", "place", "says"), FAULTS)
def test_each_fault_names_its_place(changes: dict[str, Any], place: str, says: str) -> None:
    found = faults(replace(PLAN, **changes))
    assert [fault for fault in found if fault[0] == place and says in fault[1]], found


def test_plans_that_work_have_no_faults() -> None:
    assert faults(PLAN) == []
    assert faults(read_plan(SAMPLE.read_text(encoding="utf-8"))) == []
    assert faults(Hall("bare", NAME)) == []


def test_windows_may_be_named_by_any_code() -> None:
    vip = Window("vip", NAME, ("id",))
    assert faults(replace(PLAN, windows=(*PLAN.windows, vip))) == []
