"""A hall from nothing: behind a one-time link one page names the hall and its administrator.

name and hours, a YAML file, or the sample hall -> the hall in place and its administrator signed in, or nothing
"""

from dataclasses import dataclass, field, replace
from functools import cache
from zoneinfo import available_timezones

from babel.dates import get_timezone_location
from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from server import photos, plan_file
from server.access import opening, people
from server.access.people import LONGEST, SHORTEST, BadInvitation, WeakPassword
from server.access.roles import Role
from server.desk.setup import BadPlan, open_hall
from server.hall.plan import Hall
from server.hall.plan_faults import faults
from server.hall.sentence import says
from server.manage.door import blueprint, from_here
from server.manage.people import BAD_LOGIN, LOGIN
from server.manage.setup.bulk import LARGEST_BODY, text_sent
from server.manage.setup.fields import CODE, NAME, Field, Form
from server.manage.setup.reading import Typed, read
from server.manage.setup.words import Said, placed, said
from server.manage.sign_in import link_gone, signed_in
from server.pages import error_page, shell
from server.parts import parts
from server.store import audits, plans

WAYS = {
    "new": ("A new hall", "Its name and hours now, the rest on the next pages."),
    "file": ("From a file", "A hall that was exported before, or written as YAML."),
    "sample": ("The sample hall", "Ten services and six windows, to try everything with."),
}
SETTINGS = Form(
    "Hall",
    "Hall",
    "",
    (NAME, CODE, Field("timezone", "text", "Time zone"), Field("hours", "hours", "Hours")),
)
WEEK = {"weekdays": range(1, 6), "weekend": range(6, 8)}
"""The two inputs for hours, and the days (1: Monday) that each stands for."""

TOO_WEAK = "Too short or too long: {shortest} to {longest} characters."
ONCE_MORE = "Type the password once more; it is not kept while you correct the rest."
USUAL = "09:00-12:00 13:30-17:00"
AREAS = frozenset("Africa America Antarctica Asia Atlantic Australia Europe Indian Pacific".split())


@dataclass
class Sheet:
    """The page as it is drawn: what is typed in it, and the faults by the input that they stand at."""

    typed: Typed
    faults: list[tuple[str, Said]] = field(default_factory=list)

    def at(self, *names: str) -> list[Said]:
        """The faults at an input, or at any of several; none twice."""
        return list(dict.fromkeys(one for name, one in self.faults if name in names))

    @property
    def first(self) -> str:
        """The input of the first fault."""
        return self.faults[0][0] if self.faults else ""

    def add(self, name: str, sentence: str) -> None:
        """Say what is wrong at an input."""
        self.faults.append((name, said(sentence)))


@blueprint.get("/open/<secret>")
def opening_page(secret: str) -> Response:
    """The form, filled with what is usual; looking changes nothing."""
    here = parts()
    try:
        with here.store.read() as conn:
            opening.leave_of(conn, secret, here.clock())
            known = plans.codes(conn)
    except BadInvitation:
        return link_gone()
    code = next(c for n in range(1, len(known) + 2) if (c := f"hall{n}") not in known)
    start = {"way": "new", "code": code, "timezone": "Asia/Shanghai", "weekdays": USUAL}
    return _drawn(Sheet(MultiDict(start | {"login": "admin"})))


@blueprint.post("/open/<secret>")
def opening_done(secret: str) -> Response:
    """Put the hall in place with its administrator, and sign them in: all of it or nothing."""
    if not from_here():
        return error_page(403, "no_csrf")
    try:
        with parts().store.read() as conn:
            opening.leave_of(conn, secret, parts().clock())
        request.max_content_length = request.max_form_memory_size = LARGEST_BODY
        sheet = Sheet(MultiDict(request.form.items(multi=True)))
        plan, password = _plan(sheet), _password(sheet)
        session = _open(secret, sheet, plan, password) if plan and not sheet.faults else None
    except BadInvitation:
        return link_gone()
    if plan is None or session is None:
        if not sheet.at("password"):
            sheet.add("password", says(ONCE_MORE))
        answer = _drawn(sheet)
        answer.status_code = 422
        return answer
    gone = photos.missing(parts().data, plan)
    return signed_in("/manage/setup?said=photos" if gone else "/manage/setup", session)


def _open(secret: str, sheet: Sheet, plan: Hall, password: str) -> str | None:
    """The session of the hall's administrator; None when the hall cannot be put in place. Raises BadInvitation."""
    here, login = parts(), sheet.typed["login"]
    now, who = here.clock(), f"{Role.ADMIN}:{login}"
    try:
        with here.store.write() as conn:
            giver = opening.leave_of(conn, secret, now).login
            open_hall(conn, plan, now, who)
            account = (f"people.{login}", None, {"role": Role.ADMIN.value, "link": "used"})
            audits.add(conn, plan.code, now, who, [account])
            if giver != opening.SERVER:
                audits.add(conn, giver, now, who, [("people.", None, {"another hall": plan.code})])
            session = opening.settle(conn, secret, plan.code, login, password, now)
    except BadPlan as bad:
        for place, sentence in bad.faults:
            sheet.add(place if sheet.typed.get("way") == "new" else sheet.typed["way"], sentence)
        return None
    if sheet.typed["way"] == "sample":
        plan_file.copy_sample_photos(here.data)
    return session


def _plan(sheet: Sheet) -> Hall | None:
    """The hall that was asked for, its faults written on the sheet."""
    way = sheet.typed.get("way", "")
    if way == "sample":
        return plan_file.read_plan(plan_file.SAMPLE.read_text(encoding="utf-8"))
    if way == "file":
        return _from_file(sheet)
    sheet.typed["way"] = "new"
    return _named(sheet)


def _from_file(sheet: Sheet) -> Hall | None:
    sheet.typed["text"] = text_sent()
    try:
        return plan_file.read_plan(sheet.typed["text"])
    except BadPlan as bad:
        for place, sentence in bad.faults:
            where, what = said(place), said(sentence)
            sheet.faults.append(("file", Said(f"{where.zh}：{what.zh}", f"{where.en}: {what.en}")))
        return None


def _named(sheet: Sheet) -> Hall:
    week = {
        f"hours.{day}": sheet.typed.get(name, "") for name, days in WEEK.items() for day in days
    }
    plain = [(k, v) for k, v in sheet.typed.items(multi=True) if not k.startswith("hours.")]
    typed: Typed = MultiDict([*plain, *week.items()])
    facts, unread = read(Hall("", {}), SETTINGS.fields, typed)
    plan = replace(Hall("", {}), **facts)
    found = placed(SETTINGS, "hall", "", faults(plan))
    known = [one for one in found if one.key.partition(".")[0] in facts]
    for one in [*(said(sentence, key) for key, sentence in unread), *known]:
        sheet.faults.append((_input(one.key), replace(one, key="")))
    order = ["name", "code", "timezone", *WEEK]
    sheet.faults.sort(key=lambda fault: order.index(fault[0]))
    return plan


def _input(key: str) -> str:
    """The input at which a fault of a plan stands."""
    day = key.removeprefix("hours.")
    return next((name for name, days in WEEK.items() if day in map(str, days)), key)


def _password(sheet: Sheet) -> str:
    """What is kept of the administrator's password; faults of it and of the login are written on the sheet."""
    sheet.typed["login"] = login = sheet.typed.get("login", "").strip()
    if not LOGIN.fullmatch(login):
        sheet.add("login", says(BAD_LOGIN))
    try:
        return people.hashed(sheet.typed.get("password", ""))
    except WeakPassword:
        bounds = {"shortest": SHORTEST, "longest": LONGEST}
        sheet.add("password", says(TOO_WEAK, **bounds))
        return ""


def _drawn(sheet: Sheet) -> Response:
    bounds = {"shortest": SHORTEST, "longest": LONGEST}
    return shell("manage/opening.html", "manage", sheet=sheet, ways=WAYS, zones=zones(), **bounds)


@cache
def zones() -> list[tuple[str, str]]:
    """Every time zone that people live in, as (name, the place in Chinese)."""
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in AREAS)
    return [(name, get_timezone_location(name, locale="zh_Hans")) for name in names]
