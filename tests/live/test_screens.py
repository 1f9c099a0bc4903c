"""Screens hear what is theirs: a picture on joining and on change, each call once, and nobody without a key."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from time import sleep

import pytest
from socketio.exceptions import ConnectionError as TurnedAway

from server.access import keys, people
from server.access.identify import COOKIE
from server.access.roles import Role
from server.store import plans
from server.store.store import Store
from tests.faces.panel import session_of
from tests.live.listening import Screen
from tests.serving import Client, Server

SCREENS = [("board", "main"), ("board", "east"), ("board", "sign-1"), ("kiosk", "k1")]
WATCHERS = [("window", "1"), ("window", "4"), ("evaluator", "4"), ("manager", None)]


@pytest.fixture(scope="module")
def admin(server: Server) -> Client:
    return server.client("admin")


@pytest.fixture
def screens(server: Server) -> Iterator[dict[str, Screen]]:
    """Every kind of screen, joined, by its place (watchers: role and place)."""
    with ExitStack() as stack:
        yield {
            f"{role} {place}": stack.enter_context(Screen(server.url, server.key(role, place)))
            for role, place in SCREENS + WATCHERS
        }


def finish(admin: Client, window: str, service: str) -> dict[str, object]:
    """One visit from ticket to end; the call."""
    admin.issue(service)
    called = admin.call_next(window)
    admin.move(called, "finish")
    return called


def test_each_screen_gets_its_own_picture_on_joining(screens: dict[str, Screen]) -> None:
    for code in ("main", "east", "sign-1"):
        picture = screens[f"board {code}"].wait("picture")
        assert picture["board"]["code"] == code
    assert screens["kiosk k1"].wait("picture")["kiosk"]["code"] == "k1"
    assert screens["window 1"].wait("picture")["fetch"] == "/api/windows/1"
    assert screens["evaluator 4"].wait("picture")["fetch"] == "/api/windows/4"
    assert screens["manager None"].wait("picture")["fetch"] == "/api/hall"


def test_a_call_is_told_once_to_the_boards_it_concerns(
    screens: dict[str, Screen], admin: Client
) -> None:
    called = finish(admin, "4", "property")
    for name in ("board main", "board east"):
        moment = screens[name].wait("moment")
        assert (moment["label"], moment["window"], moment["kind"]) == (
            called["label"],
            "4",
            "called",
        )
        assert {line["language"] for line in moment["say"]} == {"zh-Hans", "en"}
        assert {"seq", "at"} <= set(moment)
    for screen in screens.values():
        screen.wait("picture", lambda p: p["seq"] >= moment["seq"])
    sleep(0.4)
    heard = {name: len(screen.all("moment")) for name, screen in screens.items()}
    boards = {"board main": 1, "board east": 1}
    assert heard == dict.fromkeys(heard, 0) | boards, "once each, and nobody else hears it"


def test_only_a_board_with_a_voice_is_told_where_to_hear_it(
    screens: dict[str, Screen], admin: Client
) -> None:
    finish(admin, "4", "property")
    main, east = (screens[name].wait("moment") for name in ("board main", "board east"))
    assert main["voice_url"] == f"/api/calls/{main['seq']}/voice?languages=zh-Hans,en"
    assert east["voice_url"] is None


def test_a_recall_is_another_moment_with_a_higher_seq(
    screens: dict[str, Screen], admin: Client
) -> None:
    admin.issue("household")
    called = admin.call_next("1")
    admin.move(called, "recall")
    board = screens["board sign-1"]
    again = board.wait("moment", lambda m: m["kind"] == "recalled")
    assert [m["kind"] for m in board.all("moment")] == ["called", "recalled"]
    assert again["seq"] > board.all("moment")[0]["seq"]
    assert "start" not in str(board.said), "no other move is a moment"
    admin.move(called, "finish")


def test_pictures_follow_what_happens_and_their_seq_never_falls(
    screens: dict[str, Screen], admin: Client
) -> None:
    kiosk, window = screens["kiosk k1"], screens["window 1"]
    first = kiosk.wait("picture")["seq"]
    given = admin.issue("household")
    changed = kiosk.wait("picture", lambda p: p["seq"] > first)
    waits = [s for g in changed["groups"] for s in g["services"] if s["code"] == "household"]
    assert waits[0]["waiting"] >= 1
    window.wait("picture", lambda p: p["seq"] > first)
    admin.move(given, "cancel")
    kiosk.wait("picture", lambda p: p["seq"] > changed["seq"])
    for screen in screens.values():
        seqs = [message["seq"] for message in screen.all("picture")]
        assert seqs == sorted(seqs)


def test_a_board_that_slept_is_given_what_it_missed(server: Server, admin: Client) -> None:
    called = [finish(admin, "4", "property")["label"] for _ in range(3)]
    with Screen(server.url, server.key("board", "east")) as late:
        picture = late.wait("picture")
        assert [call["label"] for call in picture["calls"]][:3] == called[::-1]
        sleep(0.3)
        assert late.all("moment") == [], "the past is shown, never spoken"


def test_everybody_hears_the_beat(screens: dict[str, Screen]) -> None:
    for screen in screens.values():
        assert {"seq", "at"} <= set(screen.wait("beat"))


@pytest.mark.parametrize(
    "auth", [None, {}, {"key": ""}, {"key": "nonsense"}, {"key": 7}, {"key": ["x"]}, "key", [1], 7]
)
def test_nobody_comes_in_without_a_key(server: Server, auth: object) -> None:
    screen = Screen(server.url, None)
    with pytest.raises(TurnedAway):
        screen.connect(auth)
    assert screen.said == [("connect_error", {"message": "no_key"})]


def test_a_slips_secret_opens_no_socket(server: Server, admin: Client) -> None:
    given = admin.issue("household")
    secret = given["track_url"].rsplit("/", 1)[1]
    assert Client(server.url, secret).get(f"/api/tickets/{given['id']}").status_code == 200
    with pytest.raises(TurnedAway):
        Screen(server.url, secret).connect()
    admin.move(given, "cancel")


def test_a_revoked_key_is_put_out_and_cannot_rejoin(server: Server) -> None:
    secret = server.key("board", "sign-3")
    with Screen(server.url, secret) as screen, Screen(server.url, server.key("board")) as other:
        screen.wait("picture")
        store = Store(server.database)
        with store.write() as conn:
            mine = next(key for key in keys.everyone(conn) if key.place == "sign-3")
            assert keys.revoke(conn, mine.id, datetime.now(UTC), "test")
        store.close()
        screen.wait_until_out()
        assert other.client.connected
    with pytest.raises(TurnedAway):
        Screen(server.url, secret).connect()


def test_a_page_hears_no_more_when_its_session_has_ended(server: Server) -> None:
    session = session_of(server, "chenli")
    with Screen(server.url, None, f"{COOKIE}={session}") as page:
        page.wait("picture")
        store = Store(server.database)
        with store.write() as conn:
            people.sign_out(conn, session)
        store.close()
        page.wait_until_out()


def test_a_page_of_somebody_whose_role_changed_comes_in_anew(server: Server) -> None:
    session = session_of(server, "chenli")
    with Screen(server.url, None, f"{COOKIE}={session}") as page:
        page.wait("picture")
        store = Store(server.database)
        with store.write() as conn:
            hall = plans.codes(conn)[0]
            (her,) = [one for one in people.everyone(conn, hall) if one.login == "chenli"]
            people.change_role(conn, hall, her.id, Role.SUPERVISOR)
        store.close()
        page.wait_until_out()


def test_nothing_can_be_done_over_the_socket(server: Server, screens: dict[str, Screen]) -> None:
    before = server.client("manager").get("/api/journal").json()["lines"]
    for screen in (screens["kiosk k1"], screens["manager None"]):
        for name in ("issue_ticket", "call_next", "call", "picture", "moment", "reload", "message"):
            screen.client.emit(name, {"service": "household", "window": "1"})
    sleep(0.5)
    assert server.client("manager").get("/api/journal").json()["lines"] == before
    assert all(screen.client.connected for screen in screens.values())
