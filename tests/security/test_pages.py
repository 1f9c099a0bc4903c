"""Every address: its headers, what a GET leaves alone, where it sends people on, and how much it takes."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO

import pytest
from werkzeug.routing import Rule

from server.access import pairing
from server.access.roles import Role
from server.api.operation import OPERATIONS
from server.manage.door import PAGES
from server.manage.setup.photo import LARGEST_BODY
from tests.inside import Inside, Reply
from tests.security.asking import page_path, wish
from tests.security.people import Crowd, Holder, crowd, kept, token

ADMIN = Holder(Role.ADMIN, person=True)
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/%0d%0aSet-Cookie:a=b",
)
LARGE = frozenset(
    f"manage.setup_{what}"
    for what in ("save_clerk", "save_papers", "paper_typed", "bulk_file", "bulk_read")
)
"""Forms with a file."""

LIMITS = {
    "default-src": "'self'",
    "connect-src": "'self' ws://localhost wss://localhost",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
NOTHING = dict.fromkeys(("default-src", "base-uri", "form-action", "frame-ancestors"), "'none'")
"""What is no page may load, send and be framed by nothing."""


@pytest.fixture(scope="module")
def all_there() -> Iterator[Crowd]:
    with crowd() as made:
        yield made


def rules(house: Inside, method: str) -> list[Rule]:
    every = house.app.url_map.iter_rules()
    return sorted((r for r in every if method in (r.methods or ())), key=lambda r: r.rule)


def path_of(house: Inside, rule: Rule) -> str:
    """An address under a rule, with something real in its holes where there is such a thing."""
    if rule.endpoint in OPERATIONS:
        return wish(house, rule.endpoint).path
    if rule.endpoint in PAGES:
        return page_path(house, rule)
    given = {"filename": "base.css", "token": house.give().token, "code": "1", "secret": "x" * 32}
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda hole: given[hole[1]], rule.rule)


def every_get(there: Crowd) -> Iterator[tuple[str, Reply]]:
    house = there.house
    for rule in rules(house, "GET"):
        path = path_of(house, rule)
        yield path, house.send("GET", path, there.good[ADMIN])
        yield path, house.send("GET", path, {})
    yield "/nothing", house.send("GET", "/nothing", {})
    yield "/api/nothing", house.send("GET", "/api/nothing", {})


def test_every_answer_keeps_scripts_frames_and_referrers_in(all_there: Crowd) -> None:
    for path, answer in every_get(all_there):
        policy = dict(
            part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; ")
        )
        limits = LIMITS if answer.mimetype == "text/html" else NOTHING
        assert policy | limits == policy, path
        assert "unsafe" not in str(policy), path
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert answer.headers["X-Frame-Options"] == "DENY", path
        assert answer.headers["Referrer-Policy"] == "same-origin", path
        assert "Strict-Transport-Security" not in answer.headers, "plain HTTP promises nothing"
        assert answer.status_code < 500, path
    over_tls = all_there.house.send("GET", "/signin", {}, base_url="https://localhost")
    assert over_tls.headers["Strict-Transport-Security"] == "max-age=31536000"


class Inline(HTMLParser):
    """Finds scripts, styles and handlers that stand in a page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        has = dict(attrs)
        data = has.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in has and not data):
            self.found.append(tag)
        self.found += [name for name in has if name == "style" or name.startswith("on")]
        self.found += [v for v in has.values() if v and v.lower().startswith("javascript:")]


def test_no_page_has_anything_inline_that_the_policy_would_have_to_allow(all_there: Crowd) -> None:
    pages = 0
    for path, answer in every_get(all_there):
        if answer.mimetype == "text/html":
            reader = Inline()
            reader.feed(answer.text)
            assert reader.found == [], path
            pages += 1
    assert pages > 50


def test_looking_changes_nothing(all_there: Crowd) -> None:
    house = all_there.house
    for rule in rules(house, "GET"):
        path = path_of(house, rule)
        before = kept(house)
        for who in ({}, all_there.good[ADMIN], all_there.good[Holder(Role.ADMIN)]):
            house.send("GET", path, who)
            house.send("HEAD", path, who)
        assert kept(house) == before, path


def test_only_the_screen_itself_takes_its_key(all_there: Crowd) -> None:
    """The one GET that gives something away gives it once, to the holder of the screen's own secret."""
    house = all_there.house
    wanted = {"role": "kiosk", "place": "k1", "hall": "river"}
    asked = house.send("POST", "/api/pairings", {}, json=wanted).json
    with house.parts.store.write() as conn:
        now = house.hall.clock()
        assert pairing.decide(conn, "river", asked["id"], accept=True, now=now, actor="test")
    before = kept(house)
    path, mine = f"/api/pairings/{asked['id']}", {"Authorization": f"Bearer {asked['secret']}"}
    for who in ({}, all_there.good[ADMIN], {"Authorization": "Bearer of somebody else"}):
        assert house.send("GET", path, who).status_code == 404
    assert kept(house) == before
    assert house.send("GET", path, mine).json["state"] == "accepted"
    assert "key" not in house.send("GET", path, mine).json


def test_no_address_sends_people_to_another_site(all_there: Crowd) -> None:
    house = all_there.house
    for onward in ELSEWHERE:
        for rule in rules(house, "GET"):
            path = path_of(house, rule)
            for who in ({}, all_there.good[ADMIN]):
                query = "&".join(f"{name}={onward}" for name in ("next", "said", "url", "from"))
                answer = house.send("GET", f"{path}?{query}", who)
                location = answer.headers.get("Location", "/")
                assert location.startswith("/"), (path, location)
                assert not location.startswith(("//", "/\\")), (path, location)


def posts(there: Crowd) -> Iterator[tuple[str, str]]:
    for rule in rules(there.house, "POST"):
        if rule.endpoint not in OPERATIONS:
            yield rule.endpoint, path_of(there.house, rule)


def test_no_form_is_believed_without_the_token_of_its_page(all_there: Crowd) -> None:
    house, me = all_there.house, all_there.good[ADMIN]
    other = token(all_there.foreign[ADMIN])
    for endpoint, path in posts(all_there):
        before = kept(house)
        if endpoint in PAGES:
            for sent in ({}, {"csrf": ""}, {"csrf": "0" * 64}, other):
                answer = house.send("POST", path, {"Cookie": me["Cookie"]}, data=sent)
                assert answer.status_code == 403, (endpoint, sent)
        else:
            for site in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
                answer = house.send("POST", path, me | site, data={"login": "admin"})
                assert answer.status_code == 403, endpoint
                assert "Set-Cookie" not in answer.headers
        assert kept(house) == before, endpoint


def test_what_is_too_large_is_refused_before_it_is_read(all_there: Crowd) -> None:
    house, me = all_there.house, all_there.good[ADMIN]
    key = all_there.good[Holder(Role.ADMIN)]
    body = b'{"service": "id", "x": "' + b"y" * 2**16 + b'"}'
    for name, operation in OPERATIONS.items():
        if operation.method == "POST":
            path = wish(house, name).path
            before = kept(house)
            answer = house.send("POST", path, key, data=body, content_type="application/json")
            assert (answer.status_code, answer.json["code"]) == (413, "too_large"), name
            assert answer.json["detail"] == "请求内容过大。"
            assert kept(house) == before, name
    for endpoint, path in posts(all_there):
        if endpoint in PAGES:
            before = kept(house)
            size = LARGEST_BODY + 1 if endpoint in LARGE else 2**17
            file = {"photo.file": (BytesIO(b"z" * size), "a.png")}
            answer = house.send("POST", path, me, data=token(me) | file)
            assert answer.status_code == 413, endpoint
            assert kept(house) == before, endpoint
