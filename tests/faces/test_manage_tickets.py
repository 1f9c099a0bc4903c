"""A supervisor goes from a figure to its tickets, and from a ticket to its story."""

import csv
import html
import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from printers.spool_jobs import Jobs
from server import words
from server.access.roles import Role
from server.figures.wanted import WHATS
from server.hall.event import Kind
from server.hall.plan import Hall, Printer
from server.hall.rating import GRADES, REASONS
from server.hall.ticket import MOVES, Status, Ticket
from server.manage import asked, naming, story, tickets
from server.store import acks, journal, lives
from tests.inside import Inside
from tests.stage import HALL, PLAN, Stage, named

ROW = re.compile(r'<a class="label ticket" href="/manage/tickets/(\d+)">([^<]+)<')
TAG = re.compile(r"<[^>]+>|\s+")
TODAY = "from=2026-03-02&to=2026-03-02"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FIELDS = re.compile(r"\{\w+\}")
SAID = {
    *tickets.TITLES.values(),
    *tickets.STANDING.values(),
    *tickets.WEEKDAYS,
    *tickets.HEAD,
    *(asked.NO_DAY, asked.BEFORE_FIRST, asked.TOO_LONG, asked.NO_SUCH),
    *story.SENTENCES.values(),
    *story.WHY.values(),
    *story.GRADES.values(),
    *story.REASONS.values(),
    *story.SLIPS.values(),
    *story.SETTLED.values(),
    *story.BLOCKED.values(),
    *(story.AGAIN, story.NOT_READY, story.NOWHERE, naming.CITIZEN),
}


@pytest.mark.parametrize("sentence", sorted(SAID))
def test_it_is_said_in_chinese_too(sentence: str) -> None:
    chinese = words.of_face("manage")["zh-Hans"].get(sentence, "")
    assert CHINESE.search(chinese), f"no Chinese for: {sentence}"
    assert set(FIELDS.findall(chinese)) == set(FIELDS.findall(sentence))


def test_every_kind_of_a_tickets_line_has_its_sentence() -> None:
    assert set(story.SENTENCES) == {Kind.ISSUED, *MOVES}
    assert set(story.REASONS) == set(REASONS)
    assert set(tickets.TITLES) == set(WHATS)
    assert set(tickets.STANDING) == set(Status)
    assert set(story.GRADES) == set(tickets.GRADES) == set(GRADES)


def page(house: Inside, path: str, role: Role = Role.SUPERVISOR, status: int = 200) -> str:
    answer = house.ask("GET", path, role)
    assert answer.status_code == status, path
    return html.unescape(answer.text)


def rows(house: Inside, query: str) -> list[str]:
    """The labels of a list, in its order."""
    return [label for _, label in ROW.findall(page(house, f"/manage/tickets?{query}"))]


def a_morning(house: Inside) -> dict[str, Ticket]:
    """Ana is missed and comes back, Bao is sent on, Chu gives up, Dan waits."""
    hall = house.hall
    given = {name: hall.issue("id") for name in ("ana", "bao", "chu", "dan")}
    hall.open("1", "chenli")
    hall.clock.go(minutes=12)
    ana = hall.call_next("1")
    hall.move(ana, "recall")
    hall.move(ana, "miss")
    hall.clock.go(minutes=3)
    hall.move(ana, "reinstate")
    hall.clock.go(minutes=30)
    hall.serve("1", 6)
    hall.move(ana, "rate", 2, ("slow",))
    hall.open("2", "wangmin")
    hall.call_next("2")
    hall.move(given["bao"], "transfer", service="tax")
    hall.move(given["chu"], "cancel")
    return given


def test_a_figure_leads_to_as_many_rows(house: Inside) -> None:
    a_morning(house)
    told = house.ask("GET", "/api/figures?day=2026-03-02", Role.SUPERVISOR).json
    figures = {
        "issued": told["tickets"], "called": told["calls"], "served": told["served"],
        "missed": told["missed"], "cancelled": told["cancelled"], "rated": told["rated"],
        "transferred": told["transferred"], "waiting": told["waiting"], "over": 2,
    }  # fmt: skip
    for what, figure in figures.items():
        assert len(rows(house, f"{TODAY}&what={what}")) == figure, what
        text = TAG.sub("", page(house, f"/manage/tickets?{TODAY}&what={what}"))
        assert f"{figure}条inall" in text
    for window in told["windows"]:
        query = f"{TODAY}&what=called&window={window['code']}"
        assert len(rows(house, query)) == window["calls"]
    assert rows(house, f"{TODAY}&what=served&clerk=chenli&hour=9") == ["A001"]
    assert rows(house, f"{TODAY}&what=served&clerk=wangmin") == []


def test_every_count_on_the_figures_page_leads_to_as_many(house: Inside) -> None:
    a_morning(house)
    told = page(house, f"/manage/figures?{TODAY}")
    links = re.findall(r'<a[^>]+href="/manage/tickets\?([^"]+)"[^>]*>(.*?)</a>', told, re.S)
    counts = {(query, TAG.sub("", text)) for query, text in links}
    figures = [(query, int(text)) for query, text in counts if text.isdigit()]
    assert len(figures) > 20
    for query, figure in figures:
        assert len(rows(house, query)) == figure, query


def test_a_part_of_the_filter_is_taken_away_by_its_link(house: Inside) -> None:
    a_morning(house)
    text = page(house, f"/manage/tickets?{TODAY}&what=called&window=2&weekday=1&hour=9")
    links = re.findall(r'class="button part" href="([^"]+)"', text)
    assert len(links) == 4
    assert not any("hour" in links[3] or part not in links[3] for part in ("window=2", "weekday=1"))
    assert rows(house, links[0].partition("?")[2]) == rows(house, f"{TODAY}&window=2&hour=9")


def test_the_list_goes_on_with_older_ones(house: Inside) -> None:
    for _ in range(104):
        house.hall.issue("id")
    text = page(house, "/manage/tickets")
    first = [label for _, label in ROW.findall(text)]
    [older] = re.findall(r'class="button" href="(/manage/tickets\?[^"]+older=[^"]+)"', text)
    assert first == [f"A{n:03d}" for n in range(104, 4, -1)]
    assert rows(house, older.partition("?")[2]) == ["A004", "A003", "A002", "A001"]


@pytest.mark.parametrize(
    "older", ["x", "2026-03-02", "2026-03-02.", "2026-02-30.1", f"2026-03-02.{'9' * 5000}"]
)
def test_a_place_that_is_none_is_the_newest(house: Inside, older: str) -> None:
    house.hall.issue("id")
    assert rows(house, f"older={older}") == ["A001"]


def test_a_number_is_searched_in_any_letters(house: Inside) -> None:
    bao = a_morning(house)["bao"]
    text = page(house, f"/manage/tickets?{TODAY}&label=a002")
    assert ROW.findall(text) == [(str(bao.id), "A002")]
    text = page(house, f"/manage/tickets?{TODAY}&label=Z9")
    assert "这些日子里没有这个号码。" in text
    assert 'value="Z9"' in text


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("from=tomorrow", "from", "日期请写成"),
        ("from=2026-03-02&to=2026-03-01", "to", "结束日期早于开始日期。"),
        ("from=2024-01-01&to=2026-03-01", "to", "一次最多 366 天。"),
        ("what=everything", "what", "没有这个选项。"),
        ("hour=25", "what", "没有这个选项。"),
        ("weekday=x", "what", "没有这个选项。"),
    ],
)
def test_what_cannot_be_meant_is_said_beside_the_field(
    house: Inside, query: str, field: str, says: str
) -> None:
    text = page(house, f"/manage/tickets?{query}&label=a7", status=422)
    assert f'aria-describedby="fault-{field}"' in text
    assert says in text
    assert 'value="A7"' in text, "what was typed stays"
    assert house.ask("GET", f"/manage/tickets.csv?{query}", Role.SUPERVISOR).status_code == 404


def test_the_file_has_the_same_rows(house: Inside) -> None:
    a_morning(house)
    answer = house.ask("GET", f"/manage/tickets.csv?{TODAY}&what=called", Role.SUPERVISOR)
    assert "attachment" in answer.headers["Content-Disposition"]
    head, *lines = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert head[:4] == ["号码", "计入时间", "业务", "窗口"]
    assert [line[0] for line in lines] == rows(house, f"{TODAY}&what=called")
    served = lines[1]
    assert served[2:5] == ["身份证", "1号窗口", "chenli"]
    assert served[6:] == ["30.0", "6.0", "办结", "2"]


def test_a_name_is_no_formula_in_the_file(house: Inside) -> None:
    house.hall.plan(
        services=(replace(PLAN.services[0], name={"zh-Hans": "=1+1"}), *PLAN.services[1:])
    )
    house.hall.issue("id")
    file = house.ask("GET", "/manage/tickets.csv", Role.SUPERVISOR)
    assert ",'=1+1," in file.text


def test_a_tickets_story_is_read_from_its_number_to_its_rating(house: Inside) -> None:
    given = a_morning(house)
    text = TAG.sub(" ", page(house, f"/manage/tickets/{given['ana'].id}"))
    told = [
        "取号 A001，办理身份证",
        "叫号至1号窗口，由chenli操作，等候 12.0 分钟",
        "再次叫号至1号窗口，第 2 次",
        "叫号后无人到1号窗口，过号",
        "回到大厅，重新等候",
        "等候 30.0 分钟",
        "1号窗口开始办理",
        "1号窗口办结，办理 6.0 分钟",
        "评价：不满意，在手机上评价，等候或办理太久",
    ]
    places = [text.find(sentence) for sentence in told]
    assert -1 not in places, told[places.index(-1)]
    assert places == sorted(places)
    assert "Called to Window 1, by chenli, waited 12.0 min" in text
    assert "09:12" in text, "in the hall's own time"
    assert "+12.0 分" in text
    gone = TAG.sub(" ", page(house, f"/manage/tickets/{given['chu'].id}"))
    assert "弃号，由test操作" in gone
    sent = TAG.sub(" ", page(house, f"/manage/tickets/{given['bao'].id}"))
    assert "转往税务，由2号窗口转出" in sent


def test_the_story_knows_the_slip_and_what_boards_said(house: Inside) -> None:
    hall = house.hall
    kiosk = house.plan().kiosk("k1")
    ana = house.give("id", kiosk).ticket
    key = house.key(Role.BOARD)
    hall.clock.go(minutes=1)
    hall.call_next("1")
    board = house.parts.access.by_bearer(key)
    assert board is not None
    with hall.store.write() as conn:
        [_, call] = journal.read(conn, HALL, ticket=ana.id)
        ack = acks.Ack(call.seq, hall.clock(), hall.clock() + timedelta(seconds=4))
        assert acks.keep(conn, HALL, board.id, ack) == "1"
    text = TAG.sub(" ", page(house, f"/manage/tickets/{ana.id}"))
    assert "前面 0 人" in text
    assert "主屏已显示，09:01:04 播报完" in text
    assert "打印机打出小票" in text, "an on-screen printer has it at once"


def slip_told(hall: Stage, plan: Hall, ticket: int) -> str:
    """What a ticket's story says of its last slip, in Chinese."""
    with hall.store.read() as conn:
        lines, slips = journal.read(conn, HALL, ticket=ticket), lives.slips_of(conn, ticket)
    *_, slip = [s for s in story.story(naming.Naming(plan), lines, slips, []) if s.kind == "slip"]
    return "，".join(said["zh-Hans"] for said in (slip.says, *slip.notes))


def test_the_story_says_why_a_slip_still_waits(hall: Stage) -> None:
    network = Printer("p1", named("网络机", "Network"), "network", "192.0.2.7:9100")
    plan = hall.plan(printers=(network,))
    ana = hall.issue(kiosk=plan.kiosk("k1"))
    jobs, place = Jobs(hall.store, hall.clock), (HALL, "p1")
    jobs.report(place, "blocked", "paper_out", near_end=False)
    assert slip_told(hall, plan, ana.id) == "小票在等网络机打印，缺纸"
    jobs.report(place, "ready", None, near_end=False)
    assert slip_told(hall, plan, ana.id) == "小票在等网络机打印"
    job = jobs.next(place)
    assert job is not None
    assert jobs.move(job.id, "queued", "unknown")
    assert slip_told(hall, plan, ana.id) == "不知网络机是否打出小票"
    assert jobs.printed(HALL, job.id)
    assert slip_told(hall, plan, ana.id) == "有人看到网络机已打出小票"
    hall.clock.go(minutes=1)
    again = jobs.reprint(HALL, job.id)
    assert again is not None
    assert jobs.move(again.id, "queued", "done")
    assert slip_told(hall, plan, ana.id) == "网络机补打小票，第 1 份副本"


def test_only_those_who_answer_for_the_hall_may_look(house: Inside) -> None:
    ana = house.hall.issue()
    for path in ("/manage/tickets", "/manage/tickets.csv", f"/manage/tickets/{ana.id}"):
        page(house, path, Role.CLERK, 403)
        assert house.ask("GET", path).status_code == 303
    page(house, "/manage/tickets/999", Role.SUPERVISOR, 404)
