"""Every operation and page, by everybody, with a good key, another hall's, an ended one and none: as the table says."""

from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from server.access.roles import CHIEFS, PERMISSIONS, PUBLIC, Role
from server.api.operation import OPERATIONS
from server.desk.issue import issue
from server.manage.door import PAGES
from tests.inside import Inside, Reply, bearer
from tests.security.asking import form_of, page_path, said_by, wish
from tests.security.people import (
    HOLDERS,
    PERSONS,
    RIVER,
    Crowd,
    Headers,
    Holder,
    crowd,
    enter,
    is_refusal,
    kept,
    token,
)
from tests.stage import ENGINES

KEYED = sorted(set(OPERATIONS) - PUBLIC)
CITIZEN = Holder(Role.CITIZEN)
OF_THEIR_OWN = frozenset(
    "read_hall read_floor read_journal read_figures list_tickets read_own_figures read_own_ticket "
    "read_agent read_counter start_broadcast resume_service".split()
)
"""Operations that name nothing of a hall: somebody of Lake Hall is answered about Lake Hall."""


OF_ONE = {"read_board": Role.BOARD, "read_kiosk": Role.KIOSK}
"""Who is bound to one place may not look at another; to everybody else what is in another hall is not there."""


@pytest.fixture(scope="module", params=ENGINES)
def all_there(request: pytest.FixtureRequest) -> Iterator[Crowd]:
    with crowd(request.param) as made:
        yield made


def may(one: Holder, name: str) -> bool:
    return one.role in PERMISSIONS[name]


@pytest.mark.parametrize("name", KEYED)
def test_an_operation_is_done_for_the_roles_of_the_table_and_no_others(
    all_there: Crowd, name: str
) -> None:
    house, operation = all_there.house, OPERATIONS[name]
    asked = wish(house, name)
    before = kept(house)
    for one in HOLDERS:
        if not may(one, name):
            who = bearer(asked.given.token) if one == CITIZEN else all_there.good[one]
            answer = house.send(asked.method, asked.path, who, json=asked.body)
            assert is_refusal(answer, 403, "not_allowed"), (str(one), answer.text)
    assert kept(house) == before
    for one in HOLDERS:
        if may(one, name):
            asked = wish(house, name)
            who = bearer(asked.given.token) if one == CITIZEN else all_there.good[one]
            answer = house.send(asked.method, asked.path, who, json=asked.body)
            if name == "read_own_figures" and not one.person:
                assert is_refusal(answer, 404, "not_found"), "a key is nobody and has no figures"
            elif name == "open_note" and one.role in CHIEFS:
                assert is_refusal(answer, 403, "other_window"), "it is told at its window alone"
            else:
                assert answer.status_code == operation.status, (str(one), answer.text)


@pytest.mark.parametrize("name", KEYED)
def test_an_operation_is_done_for_nobody_whose_key_or_session_has_ended(
    all_there: Crowd, name: str
) -> None:
    house = all_there.house
    asked = wish(house, name)
    house.hall.clock.go(minutes=1)  # or this address would be told to wait
    before = kept(house)
    strangers: list[Headers] = [{}, *all_there.ended.values()]
    for who in strangers:
        answer = house.send(asked.method, asked.path, who, json=asked.body)
        assert is_refusal(answer, 401, "no_key"), answer.text
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert kept(house) == before


@pytest.mark.parametrize("name", KEYED)
def test_an_operation_touches_and_tells_nothing_of_another_hall(
    all_there: Crowd, name: str
) -> None:
    house, operation = all_there.house, OPERATIONS[name]
    asked = wish(house, name)
    before = kept(house, "river")
    theirs = all_there.foreign | {CITIZEN: bearer(lake_ticket(house))}
    for one, who in theirs.items():
        answer = house.send(asked.method, asked.path, who, json=asked.body)
        if not may(one, name):
            assert is_refusal(answer, 403, "not_allowed"), (str(one), answer.text)
        elif name in OF_THEIR_OWN:
            nobody = name == "read_own_figures" and not one.person
            told = 404 if nobody else operation.status
            assert answer.status_code == told, (str(one), answer.text)
        else:
            bound = one.role is OF_ONE.get(name, Role.CITIZEN)
            code = "not_allowed" if bound else answer.json["code"]
            assert is_refusal(answer, 403 if bound else 404, code), (str(one), answer.text)
        assert not any(word.encode() in answer.data for word in RIVER), (str(one), answer.text)
    assert kept(house, "river") == before


def lake_ticket(house: Inside) -> str:
    """The secret of a slip of Lake Hall."""
    return house.hall.do(lambda work: issue(work, "boats"), hall="lake").token


@pytest.fixture(scope="module")
def rules(all_there: Crowd) -> dict[str, Rule]:
    """The pages of people by endpoint."""
    every = all_there.house.app.url_map.iter_rules()
    return {rule.endpoint: rule for rule in every if rule.endpoint in PAGES}


def visit(house: Inside, rule: Rule, path: str, who: Headers) -> Reply:
    """A page as its link or its form asks for it."""
    if "GET" in (rule.methods or ()):
        return house.send("GET", path, {"Cookie": who["Cookie"]} if "Cookie" in who else who)
    return house.send("POST", path, who, data=form_of(rule.endpoint) | token(who))


@pytest.mark.parametrize("endpoint", sorted(PAGES))
def test_a_page_is_for_people_of_its_roles(
    all_there: Crowd, rules: dict[str, Rule], endpoint: str
) -> None:
    house, rule = all_there.house, rules[endpoint]
    path = page_path(house, rule)
    before = kept(house)
    strangers = [
        {},
        *all_there.ended.values(),
        *(all_there.good[Holder(r)] for r in (Role.ADMIN, Role.KIOSK)),
    ]
    for who in strangers:
        answer = visit(house, rule, path, who)
        assert answer.status_code == 303, who
        assert answer.headers["Location"].startswith("/signin?next=/"), who
    for role in PERSONS:
        if role not in PERMISSIONS[PAGES[endpoint]]:
            assert visit(house, rule, path, all_there.good[Holder(role, True)]).status_code == 403
    assert kept(house) == before
    for role in PERSONS:
        if role in PERMISSIONS[PAGES[endpoint]]:
            path, mine = page_path(house, rule), enter(house, Holder(role, True), "river", "-new")
            answer = visit(house, rule, path, mine)
            assert answer.status_code == said_by(rule), (role, answer.text)
            assert endpoint == "manage.sign_out" or "/signin" not in answer.headers.get(
                "Location", ""
            )


@pytest.mark.parametrize("endpoint", sorted(PAGES))
def test_a_page_tells_and_changes_nothing_of_another_hall(
    all_there: Crowd, rules: dict[str, Rule], endpoint: str
) -> None:
    house, rule = all_there.house, rules[endpoint]
    path = page_path(house, rule)
    before = kept(house, "river")
    for role in PERSONS:
        if endpoint != "manage.sign_out":
            answer = visit(house, rule, path, all_there.foreign[Holder(role, True)])
            allowed = role in PERMISSIONS[PAGES[endpoint]]
            assert answer.status_code == (said_by(rule, elsewhere=True) if allowed else 403), role
            assert not any(word.encode() in answer.data for word in RIVER), role
    assert kept(house, "river") == before
