"""Sessions, cookies, secrets as they are kept, and doors that shut on whoever tries too often."""

import stat
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from server.access import people
from server.access.identify import COOKIE
from server.access.pairing import REQUESTS
from server.access.people import TRIES
from server.access.roles import Role
from server.access.strangers import ADDRESSES, MOST, Strangers
from server.config import read_settings
from server.store.tables import metadata
from tests.inside import Inside, Reply, bearer
from tests.stage import HALL, MORNING

PASSWORD = "the river is calm today"


@pytest.fixture
def linxiao(house: Inside) -> str:
    """A supervisor's login."""
    with house.parts.store.write() as conn:
        link = people.invite(conn, HALL, "linxiao", Role.SUPERVISOR, house.hall.clock())
        people.accept(conn, link, PASSWORD, house.hall.clock())
    return "linxiao"


def enter(
    house: Inside, login: str, password: str = PASSWORD, cookie: str = "", **more: object
) -> Reply:
    headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
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
    monkeypatch.setattr(people, "FROM_ONE_ADDRESS", TRIES + 3)
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
