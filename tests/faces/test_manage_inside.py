"""What pages answer when they are not yours, not there, or nothing can be written; and how the cookie travels."""

from collections.abc import Iterator

import pytest

from server.access import keys, people
from server.access.roles import PERMISSIONS, Role
from server.manage.door import SECTIONS
from server.store import presence
from tests.inside import Inside, Reply, inside
from tests.stage import ENGINES, HALL, locked

STAFF = (Role.CLERK, Role.SUPERVISOR, Role.MANAGER, Role.ADMIN)


@pytest.fixture(scope="module", params=ENGINES)
def hall(request: pytest.FixtureRequest) -> Iterator[Inside]:
    """A hall whose writers soon give up waiting for their turn; once on each engine."""
    with inside(request.param, timeout=0.2) as made:
        yield made


def says(answer: Reply, status: int, sentence: str) -> None:
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert sentence in answer.text
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize(("path", "operation"), [section[:2] for section in SECTIONS])
def test_each_role_opens_its_own_pages(path: str, operation: str, role: Role, hall: Inside) -> None:
    answer = hall.send("GET", path, hall.session(f"a-{role}", role))
    assert answer.status_code == (200 if role in PERMISSIONS[operation] else 403)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", [Role.KIOSK, Role.MANAGER, Role.ADMIN])
def test_a_key_opens_no_page_of_people(role: Role, hall: Inside) -> None:
    assert hall.ask("GET", "/manage/devices", role).status_code == 303


def test_an_address_that_is_not_there_is_told_calmly(hall: Inside) -> None:
    says(hall.send("GET", "/there/is/none", {}), 404, "这里没有页面")
    says(hall.send("GET", "/signout", {}), 405, "这里没有页面")
    says(hall.send("POST", "/manage/people", {}), 405, "这里没有页面")


def test_a_hall_that_cannot_write_says_so_and_signs_nobody_in(hall: Inside) -> None:
    with locked(hall.parts.store):
        answer = hall.send("POST", "/signin", {}, data={"login": "admin", "password": "x" * 9})
    says(answer, 503, "大厅正忙")
    assert "Set-Cookie" not in answer.headers


def test_a_character_that_no_database_holds_breaks_nothing(hall: Inside) -> None:
    answer = hall.send("POST", "/signin", {}, data={"login": "a\0", "password": "x" * 9})
    assert answer.status_code < 500
    assert hall.send("GET", "/welcome/%00", {}).status_code == 404
    assert hall.send("GET", "/t/%00", {}).status_code == 404


def test_over_https_the_cookie_never_travels_in_the_open(hall: Inside) -> None:
    for base, secure in (("https://hall.example", True), ("http://hall.example", False)):
        with hall.parts.store.write() as conn:
            link = people.invite(conn, HALL, "traveller", Role.CLERK, hall.hall.clock())
        form = {"password": "a long enough one"}
        answer = hall.send("POST", f"/welcome/{link}", {}, data=form, base_url=base)
        assert ("Secure" in answer.headers["Set-Cookie"].split("; ")) is secure


def test_a_form_too_large_or_strange_is_refused_without_a_stack(hall: Inside) -> None:
    strange = [b"login=%ff%fe&password=%00", b"login=" + b"a" * 70_000, b"\xff\xfe", b"=&=&&"]
    for body in strange:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = hall.send("POST", "/signin", headers, data=body)
        assert 400 <= answer.status_code < 500
        assert "Traceback" not in answer.text


def test_only_what_has_a_page_is_asked_to_load_it_anew(hall: Inside) -> None:
    now = hall.hall.clock()
    with hall.parts.store.write() as conn:
        for role, place in ((Role.BOARD, "main"), (Role.AGENT, None)):
            keys.add(conn, HALL, role, place, role.value, now)
        known = {key.role: key.id for key in keys.everyone(conn, HALL)}
        presence.say_here(conn, list(known.values()), now)
    page = hall.send("GET", "/manage/devices", hall.session("a-guide", Role.ADMIN)).text
    assert page.count("在线") == len(known)
    assert f"/keys/{known[Role.BOARD]}/reload" in page
    assert f"/keys/{known[Role.AGENT]}/reload" not in page
