"""Sessions, cookies, secrets as they are kept, and doors that shut on whoever tries too often."""

import stat
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from server.access import browsers, entering, people, standing
from server.access.entering import TRIES
from server.access.identify import COOKIE
from server.access.pairing import REQUESTS
from server.access.roles import Role
from server.access.strangers import ADDRESSES, MOST, Strangers
from server.config import read_settings
from server.store.tables import metadata
from tests.inside import Inside, Reply, bearer
from tests.stage import HALL, MORNING

PASSWORD = "the river is calm today"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little: here many passwords are tried."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(people, "HASHER", cheap)
    monkeypatch.setattr(people, "NOBODY", cheap.hash("nobody"))


@pytest.fixture
def linxiao(house: Inside) -> str:
    """A supervisor's login."""
    with house.parts.store.write() as conn:
        link = people.invite(conn, HALL, "linxiao", Role.SUPERVISOR, house.hall.clock())
        people.accept(conn, link, PASSWORD, house.hall.clock())
    return "linxiao"


def enter(
    house: Inside,
    login: str,
    password: str = PASSWORD,
    cookie: str = "",
    known: str = "",
    **more: object,
) -> Reply:
    cookies = {COOKIE: cookie, browsers.COOKIE: known}
    sent = "; ".join(f"{name}={value}" for name, value in cookies.items() if value)
    headers = {"Cookie": sent} if sent else {}
    form = {"hall": HALL, "login": login, "password": password}
    return house.send("POST", "/signin", headers, data=form, **more)


def cookie_of(answer: Reply) -> str:
    return answer.headers["Set-Cookie"].split(";")[0].removeprefix(f"{COOKIE}=")


def opens(house: Inside, cookie: str) -> bool:
    return house.send("GET", "/account", {"Cookie": f"{COOKIE}={cookie}"}).status_code == 200


def test_signing_in_never_takes_up_a_session_that_was_there(house: Inside, linxiao: str) -> None:
    planted = "planted-by-somebody-who-waits-outside"
    first = cookie_of(enter(house, linxiao, cookie=planted))
    assert first != planted
    assert not opens(house, planted)
    second = cookie_of(enter(house, linxiao, cookie=first))
    assert second != first
    assert opens(house, second)
    assert not opens(house, first), "this browser's session before has ended"


def test_the_cookie_stays_in_this_site_and_out_of_scripts(house: Inside, linxiao: str) -> None:
    plain = enter(house, linxiao).headers["Set-Cookie"].split("; ")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(plain)
    assert "Secure" not in plain
    over_tls = enter(house, linxiao, base_url="https://localhost").headers["Set-Cookie"]
    assert "Secure" in over_tls.split("; ")


def test_a_session_ends_after_eight_hours_at_rest_and_sixteen_at_work(
    house: Inside, linxiao: str
) -> None:
    resting, working = cookie_of(enter(house, linxiao)), cookie_of(enter(house, linxiao))
    for _ in range(16):
        assert opens(house, working)
        house.hall.clock.go(hours=1)
    assert not opens(house, resting)
    house.hall.clock.go(seconds=1)
    assert not opens(house, working)


def test_a_token_fits_its_own_session_only(house: Inside, linxiao: str) -> None:
    mine, other = (cookie_of(enter(house, linxiao)) for _ in range(2))
    csrf = house.parts.access.csrf
    answer = house.send(
        "POST", "/signout", {"Cookie": f"{COOKIE}={mine}"}, data={"csrf": csrf(other)}
    )
    assert answer.status_code == 403
    assert opens(house, mine)


def test_a_login_shuts_after_five_and_an_address_after_some_more(
    house: Inside, linxiao: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "FROM_ONE_ADDRESS", TRIES + 3)
    for _ in range(TRIES):
        assert enter(house, linxiao, "guess").status_code == 422
    assert enter(house, linxiao).status_code == 429
    for number in range(3):
        assert enter(house, f"nobody{number}", "guess").status_code == 422
    shut = enter(house, "somebody-new", "guess")
    assert shut.status_code == 429
    assert int(shut.headers["Retry-After"]) > 200
    elsewhere: Any = {"environ_base": {"REMOTE_ADDR": "10.0.0.9"}}
    assert enter(house, "somebody-new", "guess", **elsewhere).status_code == 422
    house.hall.clock.go(minutes=5, seconds=2)
    assert enter(house, linxiao).status_code == 303


def known_after(answer: Reply) -> str:
    """What the browser keeps for the next time."""
    assert answer.status_code == 303
    [kept] = [
        line for line in answer.headers.getlist("Set-Cookie") if line.startswith(browsers.COOKIE)
    ]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(kept.split("; "))
    return kept.split(";")[0].removeprefix(f"{browsers.COOKIE}=")


@pytest.fixture
def besieged(house: Inside, linxiao: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What Lin Xiao's browser keeps; now somebody guesses until address and login are shut."""
    monkeypatch.setattr(entering, "FROM_ONE_ADDRESS", TRIES + 3)
    known = known_after(enter(house, linxiao))
    for login in (linxiao,) * TRIES + ("a", "b", "c"):
        assert enter(house, login, "guess").status_code == 422
    assert enter(house, linxiao).status_code == 429
    return known


def test_who_was_there_before_signs_in_whoever_guesses(
    house: Inside, linxiao: str, besieged: str
) -> None:
    known = known_after(enter(house, linxiao, known=besieged))
    for _ in range(TRIES):
        assert enter(house, linxiao, "guess", known=known).status_code == 422
    assert enter(house, linxiao, known=known).status_code == 429, "guesses there are counted too"
    assert enter(house, linxiao, known=besieged).status_code == 303, "in another browser of theirs"


def test_a_browser_s_mark_is_good_for_its_person_and_password_alone(
    house: Inside, linxiao: str, besieged: str
) -> None:
    store, now = house.parts.store, house.hall.clock()
    with store.write() as conn:
        people.accept(conn, people.invite(conn, HALL, "bo", Role.CLERK, now), PASSWORD, now)
        [bo] = [one for one in people.everyone(conn, HALL) if one.login == "bo"]
    assert enter(house, "bo", known=besieged).status_code == 429
    owner, _, rest = besieged.partition("-")
    for forged in (f"{bo.id}-{rest}", besieged[:-1] + "x", f"{owner}-", "-", "\u00e9", "." * 99):
        assert enter(house, "bo", known=forged).status_code == 429, forged
        assert enter(house, linxiao, known=forged).status_code == 429, forged
    with store.write() as conn:
        link = people.invite(conn, HALL, linxiao, Role.SUPERVISOR, now)
        people.accept(conn, link, PASSWORD, now)
    assert enter(house, linxiao, known=besieged).status_code == 429, "a new password, a new mark"


def test_who_chooses_another_password_stays_known_in_that_browser(
    house: Inside, linxiao: str, besieged: str
) -> None:
    entered = enter(house, linxiao, known=besieged)
    cookie, changed = cookie_of(entered), "another river, another day"
    with house.parts.store.write() as conn:
        standing.unlock_all(conn, HALL, house.hall.clock())
    form = {"old": PASSWORD, "new": changed, "again": changed}
    answer = house.send(
        "POST",
        "/account/password",
        {"Cookie": f"{COOKIE}={cookie}; {browsers.COOKIE}={known_after(entered)}"},
        data=form | {"csrf": house.parts.access.csrf(cookie)},
    )
    known = known_after(answer)
    for _ in range(TRIES):
        assert enter(house, linxiao, "guess").status_code == 422
    assert enter(house, linxiao, changed).status_code == 429
    assert enter(house, linxiao, changed, known=known).status_code == 303
    assert known.count(".") == 0, "the mark of the old password is gone"


def test_a_browser_keeps_the_marks_of_the_last_eight_people(house: Inside) -> None:
    marks, now = "", house.hall.clock()
    with house.parts.store.write() as conn:
        for number in range(browsers.MOST + 1):
            link = people.invite(conn, HALL, f"clerk{number}", Role.CLERK, now)
            person = people.invited(conn, link, now)
            for _ in range(2):
                session = people.begin_session(conn, person.id, now)
                marks = browsers.signed_in(conn, marks, "a key", session, now)
            assert marks.startswith(f"{person.id}-")
    assert len(marks.split(".")) == browsers.MOST


def test_an_administrator_lets_everybody_try_again(
    house: Inside, linxiao: str, besieged: str
) -> None:
    admin = house.session("admin", Role.ADMIN)
    page = house.send("GET", "/manage/people", admin).text
    assert "127.0.0.1" in page
    token = {"csrf": admin["X-CSRF-Token"]}
    lifted = house.send("POST", "/manage/people/addresses/unlock", admin, data=token)
    assert lifted.status_code == 303
    assert "127.0.0.1" not in house.send("GET", "/manage/people", admin).text
    assert enter(house, "somebody", "guess").status_code == 422
    assert enter(house, linxiao).status_code == 429, "the login has a lock of its own"
    with house.parts.store.write() as conn:
        assert standing.unlock_all(conn, HALL, house.hall.clock()) == 1
    assert enter(house, linxiao).status_code == 303


def test_an_address_of_ipv6_counts_with_all_that_its_subscriber_may_choose() -> None:
    one, other = entering.household("2001:db8::1"), entering.household("2001:db8::ffff:2")
    assert one == other
    assert entering.household("2001:db8:0:1::1") != one
    assert entering.household("::ffff:192.0.2.7") == entering.household("192.0.2.7") == "192.0.2.7"
    assert entering.household("a socket of this machine") == "a socket of this machine"


def test_right_passwords_shut_no_address(house: Inside, linxiao: str) -> None:
    with house.parts.store.read() as conn:
        tries = metadata.tables["tries"]
        for _ in range(5):
            assert enter(house, linxiao).status_code == 303
        counted = conn.execute(select(tries.c.times)).scalars().all()
    assert sum(counted) == 0


def test_an_address_that_sends_wrong_keys_all_the_time_is_told_to_wait(house: Inside) -> None:
    good = bearer(house.key(Role.ADMIN))
    for number in range(MOST):
        assert house.send("GET", "/api/hall", bearer(f"wrong{number}" * 8)).status_code == 401
    for path in ("/api/hall", "/api/pairings/1"):
        answer = house.send("GET", path, bearer("wrong" * 8))
        assert (answer.status_code, answer.json["code"]) == (429, "too_many")
        assert int(answer.headers["Retry-After"]) == 61
    assert house.send("GET", "/api/hall", good).status_code == 200, "a good key is never refused"
    house.hall.clock.go(minutes=1)
    assert house.send("GET", "/api/hall", bearer("wrong" * 8)).status_code == 401


def test_addresses_are_remembered_up_to_a_bound() -> None:
    strangers = Strangers()
    for number in range(ADDRESSES + 5):
        strangers.wrong(str(number), MORNING)
    assert len(strangers._known) == ADDRESSES


def test_an_address_asks_for_thirty_pairings_and_waits(house: Inside) -> None:
    wish = {"role": "kiosk", "place": "k1"}
    for _ in range(REQUESTS):
        assert house.send("POST", "/api/pairings", {}, json=wish).status_code == 201
    answer = house.send("POST", "/api/pairings", {}, json=wish)
    assert (answer.status_code, answer.json["code"]) == (429, "too_many")
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    there = house.send("POST", "/api/pairings", {}, json=wish, environ_base=elsewhere)
    assert there.status_code == 201


def test_no_secret_is_kept_as_it_is(house: Inside, linxiao: str) -> None:
    asked = house.send("POST", "/api/pairings", {}, json={"role": "kiosk", "place": "k1"}).json
    with house.parts.store.write() as conn:
        link = people.invite(conn, HALL, "newcomer", Role.CLERK, house.hall.clock())
    secrets = [house.key(Role.ADMIN), cookie_of(enter(house, linxiao)), asked["secret"], link]
    with house.parts.store.read() as conn:
        rows = [
            str(tuple(row))
            for table in metadata.sorted_tables
            for row in conn.execute(select(table))
        ]
    assert len(rows) > 5
    for secret in [*secrets, PASSWORD]:
        assert not any(secret in row for row in rows)
    assert sum("$argon2id$" in row for row in rows) == 1


def test_the_server_s_own_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first, again = (read_settings({"JIAOHAO_DATA": str(tmp_path)}).secret_key for _ in range(2))
    assert first == again
    assert len(first) == 64
    mode = (tmp_path / "secret_key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    other = read_settings({"JIAOHAO_DATA": str(tmp_path / "other")}).secret_key
    assert other != first
