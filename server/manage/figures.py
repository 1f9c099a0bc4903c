"""One page of a day's figures, each number drawn from the journal, and the journal to hold it against."""

from datetime import date, timedelta

from flask import Response as Answer
from flask import abort, request
from werkzeug.wrappers import Response

from server.access.roles import Caller
from server.figures.day import figures_of_day, read_day
from server.figures.journal_csv import journal_csv
from server.hall.numbering import business_day, day_bounds
from server.hall.rating import GRADES
from server.hall.ticket import Status
from server.manage.door import draw, page, plan_of
from server.parts import parts
from server.store import journal

HERE = "/manage/figures"
GRADE_WORDS = {
    5: "Very satisfied",
    4: "Satisfied",
    3: "Fairly satisfied",
    2: "Dissatisfied",
    1: "Very dissatisfied",
}

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STANDING = {
    Status.FINISHED: "Served",
    Status.WAITING: "Waiting",
    Status.CALLED: "Called",
    Status.SERVING: "Being served",
    Status.PARKED: "Parked",
    Status.MISSED: "Not come",
    Status.CANCELLED: "Cancelled",
}


@page(HERE, "read_figures_page")
def figures(caller: Caller) -> Response:
    """A business day, today unless ?day= says another."""
    here, plan = parts(), plan_of(caller)
    today = business_day(here.clock(), plan)
    day = _day(request.args.get("day") or today.isoformat())
    with here.store.read() as conn:
        added = figures_of_day(conn, plan, day)
    return draw(
        "figures",
        caller,
        figures=added,
        day=day,
        today=today,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        weekday=WEEKDAYS[day.weekday()],
        standing=[(name, added["standing"][status]) for status, name in STANDING.items()],
        grades=[(str(grade), GRADE_WORDS[grade]) for grade in GRADES],
        may_read_journal=caller.may("read_journal"),
    )


@page(f"{HERE}/<day>.csv", "read_journal")
def journal_file(caller: Caller, day: str) -> Response:
    """The day's journal as the CSV file that its figures can be added up from."""
    plan, wanted = plan_of(caller), _day(day)
    with parts().store.read() as conn:
        lines = journal.between(conn, plan.code, *day_bounds(wanted, plan))
    answer = Answer(journal_csv(lines), content_type="text/csv; charset=utf-8")
    name = f"{plan.code}-{wanted.isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError:
        abort(404)
