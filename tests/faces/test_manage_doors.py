"""Who may come in to the pages of people, where they go from there, and whose forms are believed."""

import pytest

from server.manage.sign_in import local
from tests.faces.managing import Person, administrator, clerk, invited
from tests.serving import PASSWORD, Server

SECTIONS = [
    "/",
    "/manage/devices",
    "/manage/people",
    "/manage/paper",
    "/manage/figures?day=2026-11-20",
]
ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "evil.example",
    "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)", "", "https:evil.example",
]  # fmt: skip


@pytest.fixture(scope="module")
def admin(server: Server) -> Person:
    return administrator(server)


@pytest.mark.parametrize("path", SECTIONS)
def test_a_stranger_is_sent_to_sign_in_and_back(path: str, server: Server) -> None:
    stranger = Person(server)
    answer = stranger.get(path)
    assert answer.status_code == 303
    form = stranger.get(answer.headers["Location"]).text
    assert f'name="next" value="{path}"' in form


def test_looking_at_a_link_changes_nothing_and_using_it_twice_is_refused(admin: Person) -> None:
    path = invited(admin, "yuhan")
    for _ in range(3):
        page = Person(admin.server).get(path)
        assert page.status_code == 200
        assert "yuhan" in page.text
        assert "Set-Cookie" not in page.headers
    yuhan = Person(admin.server).accept(path)
    assert "打开工作台" in yuhan.get("/").text
    again = Person(admin.server)
    assert again.get(path).status_code == 410
    assert again.send(path, password=PASSWORD).status_code == 410
    assert "jiaohao admin reset" in again.get(path).text


def test_a_short_password_is_explained_and_the_link_stays_open(admin: Person) -> None:
    path = invited(admin, "qiuyue")
    answer = Person(admin.server).send(path, password="short")
    assert answer.status_code == 422
    assert "请用 8 至 128 个字符" in answer.text
    Person(admin.server).accept(path)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(admin: Person) -> None:
    path = invited(admin, "baiyun")
    cookie = Person(admin.server).send(path, password=PASSWORD).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_a_wrong_password_five_times(admin: Person) -> None:
    clerk(admin, "mingyu")
    guest = Person(admin.server)
    for _ in range(5):
        answer = guest.send("/signin", login="mingyu", password="guess")
        assert answer.status_code == 422
        assert 'value="mingyu"' in answer.text, "the login is kept"
        assert "登录名或密码不对。" in answer.text
    answer = guest.send("/signin", login="mingyu", password=PASSWORD)
    assert answer.status_code == 429
    assert "请在 5 分钟后再试" in answer.text
    assert 200 < int(answer.headers["Retry-After"]) <= 301


@pytest.mark.parametrize("path", ELSEWHERE)
def test_signing_in_leads_to_no_other_place(path: str) -> None:
    assert local(path) == "/"


@pytest.mark.parametrize(
    ("onward", "arrives"),
    [("//evil.example/", "/"), ("/manage/figures?day=2026-11-20",) * 2],
)
def test_signing_in_leads_back_to_where_one_came_from(
    onward: str, arrives: str, admin: Person
) -> None:
    guest = Person(admin.server)
    answer = guest.send("/signin", login="admin", password=PASSWORD, next=onward)
    assert (answer.status_code, answer.headers["Location"]) == (303, arrives)


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}],
)
def test_another_site_can_sign_nobody_in(headers: dict[str, str], admin: Person) -> None:
    path = invited(admin, f"guest-{len(str(headers))}")
    guest = Person(admin.server)
    for answer in (
        guest.send("/signin", headers, login="admin", password=PASSWORD),
        guest.send(path, headers, password=PASSWORD),
    ):
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers
    guest.accept(path)


def test_a_form_without_its_token_changes_nothing(admin: Person) -> None:
    before = admin.get("/manage/people").text
    for token in ("", "0" * 64):
        answer = admin.send("/manage/people/invitations", csrf=token, login="thief", role="admin")
        assert answer.status_code == 403
        assert "这一页放得太久了" in answer.text
    assert admin.get("/manage/people").text == before
    assert admin.send("/signout").status_code == 403


def test_a_clerk_finds_the_counter_and_no_more(admin: Person) -> None:
    chenli = clerk(admin, "chenli")
    home = chenli.get("/").text
    assert "陈立" in home
    assert 'href="/counter"' in home
    assert "/manage/" not in home.replace("/static/manage/", "")
    for path in SECTIONS[1:]:
        assert chenli.get(path).status_code == 403, path
    assert "这里不对您开放" in chenli.get("/manage/devices").text
    answer = chenli.post("/manage/people/invitations", login="friend", role="admin")
    assert answer.status_code == 403


def test_a_supervisor_sees_figures_and_slips_but_lets_nobody_in(admin: Person) -> None:
    chief = clerk(admin, "linxiao", "supervisor")
    assert chief.get("/manage/figures").status_code == 200
    assert chief.get("/manage/paper").status_code == 200
    assert chief.get("/manage/devices").status_code == 403
    assert chief.get("/manage/figures/2026-11-20.csv").status_code == 403


def test_signing_out_ends_the_session_itself(admin: Person) -> None:
    zhouhang = clerk(admin, "zhouhang")
    kept = dict(zhouhang.http.cookies)
    assert zhouhang.post("/signout").headers["Location"] == "/signin"
    thief = Person(admin.server)
    thief.http.cookies.update(kept)
    assert thief.get("/").status_code == 303
