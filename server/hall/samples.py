"""Papers of nobody, made of a hall's own services and windows: what its papers look like before one is printed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server.hall.documents import (
    NOTICE,
    RECEIPT,
    REPORT,
    DayReport,
    Figures,
    Material,
    OneTimeNotice,
    Receipt,
    number_of,
)
from server.hall.estimate import Estimate
from server.hall.numbering import label
from server.hall.papers import Paper
from server.hall.plan import Hall, Names, Printer, Service
from server.hall.slip import TRIAL, TURN, Slip
from server.hall.window_names import name_windows

SOME_SERVICE = Service("sample", {"zh-Hans": "综合受理", "en": "All services"}, "A")
SOME_CLERK: Names = {"zh-Hans": "林晓", "en": "Lin Xiao"}
SOME_MATERIALS: tuple[Names, ...] = (
    {"zh-Hans": "居民户口簿原件", "en": "Household register (original)"},
    {"zh-Hans": "居民身份证", "en": "Identity card"},
)
SOME_STEPS: tuple[Names, ...] = (
    {"zh-Hans": "带齐材料到窗口受理", "en": "Bring everything to the window"},
    {"zh-Hans": "核验后办理", "en": "It is checked and worked on"},
    {"zh-Hans": "凭回执取件", "en": "Come for the result with the receipt"},
)
FIVE_DAYS: Names = {"zh-Hans": "5 个工作日", "en": "5 working days"}
A_WEEK = timedelta(days=7)


def sample(plan: Hall, kind: str, at: datetime, site: str) -> Paper:
    """A paper of a kind. `site` is the address in its QR. KeyError for a kind that is none."""
    return SAMPLES[kind](plan, at, f"{site}/t/8Zk3mQ2vX0aB7dTf")


def _turn(plan: Hall, at: datetime, link: str) -> Slip:
    service = _service(plan)
    reason = plan.priorities[0].name if plan.priorities else None
    return Slip(
        hall=plan.name,
        service=service.name,
        label=label(service, service.first + 26),
        windows=name_windows(plan.windows_for(service.code)),
        issued_at=at,
        timezone=plan.timezone,
        track_url=link,
        ahead=7,
        estimate=Estimate(15.2, 17.0, 20.1),
        priority=reason,
        kiosk=next((k.name["zh-Hans"] for k in plan.kiosks if "zh-Hans" in k.name), ""),
        number=170,
        look=plan.papers,
    )


def _trial(plan: Hall, at: datetime, _: str) -> Slip:
    printer = plan.printers[0] if plan.printers else Printer("p1", {"zh-Hans": "一号"})
    return Slip.trial(plan, printer, at)


def _notice(plan: Hall, at: datetime, _: str) -> OneTimeNotice:
    service = _service(plan)
    materials = service.materials or SOME_MATERIALS
    return OneTimeNotice(
        **_of_a_matter(plan, service, at),
        number=number_of(NOTICE, _year(plan, at), 12),
        materials=tuple(Material(one, missing=index == 0) for index, one in enumerate(materials)),
        steps=SOME_STEPS,
        time_limit=FIVE_DAYS,
    )


def _receipt(plan: Hall, at: datetime, link: str) -> Receipt:
    service = _service(plan)
    materials = service.materials or SOME_MATERIALS
    return Receipt(
        **_of_a_matter(plan, service, at),
        number=number_of(RECEIPT, _year(plan, at), 13),
        materials=tuple(Material(one, pages) for pages, one in enumerate(materials, 1)),
        due=(at.astimezone(ZoneInfo(plan.timezone)) + A_WEEK).date().isoformat(),
        track_url=link,
    )


def _of_a_matter(plan: Hall, service: Service, at: datetime) -> dict[str, Any]:
    name, number = _clerk(plan)
    return {
        "hall": plan.name,
        "issued_at": at,
        "timezone": plan.timezone,
        "clerk": name,
        "clerk_number": number,
        "look": plan.papers,
        "service": service.name,
        "window": name_windows(plan.windows_for(service.code)[:1]) or None,
        "ticket": label(service, service.first + 26),
    }


def _report(plan: Hall, at: datetime, _: str) -> DayReport:
    services = tuple(
        Figures(one.name, 52 - 7 * index % 40, 47 - 7 * index % 40, 2, 6.4 + index, 17.9 + index)
        for index, one in enumerate(plan.services)
    )
    windows = tuple(
        Figures(one.name, 24 + 5 * index % 17, 23 + 5 * index % 17, 1, 7.1, 18.2)
        for index, one in enumerate(plan.windows)
    )
    return DayReport(
        hall=plan.name,
        number=day_number(at.astimezone(ZoneInfo(plan.timezone)).date().isoformat()),
        issued_at=at,
        timezone=plan.timezone,
        clerk=_clerk(plan)[0],
        look=plan.papers,
        day=at.astimezone(ZoneInfo(plan.timezone)).date().isoformat(),
        promised=plan.promised_minutes,
        whole=Figures(
            plan.name,
            sum(one.tickets for one in services),
            sum(one.served for one in services),
            sum(one.missed for one in services),
            8.4,
            19.6,
            0.91,
        ),
        services=services,
        windows=windows,
        ratings=(88, 31, 6, 1, 0),
    )


def _year(plan: Hall, at: datetime) -> int:
    return at.astimezone(ZoneInfo(plan.timezone)).year


def day_number(day: str) -> str:
    """The number of a day's report: "R20261122"."""
    return "R" + day.replace("-", "")


def _service(plan: Hall) -> Service:
    return next((one for one in plan.services if one.materials), (*plan.services, SOME_SERVICE)[0])


def _clerk(plan: Hall) -> tuple[Names, str]:
    return (plan.clerks[0].name, plan.clerks[0].number) if plan.clerks else (SOME_CLERK, "0317")


SAMPLES: dict[str, Callable[[Hall, datetime, str], Paper]] = {
    TURN: _turn,
    NOTICE: _notice,
    RECEIPT: _receipt,
    REPORT: _report,
    TRIAL: _trial,
}
