"""After a long cut a call may come late by way of Redis: it is shown, and nobody hears what is over."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from server.live.messages import MOMENT
from tests.faces.boards import acks, board, plan, terse, until, wait_lit
from tests.serving import Server
from tests.valkey import Valkey

TOO_OLD = timedelta(seconds=11)


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    with closing(Valkey()) as running:
        yield running


@pytest.fixture
def server(tmp_path: Path, valkey: Valkey) -> Iterator[Server]:
    """One process of several: it tells its boards what comes by way of Redis."""
    file = plan(tmp_path, boards=terse())
    running = Server(tmp_path / "var", plan=file, JIAOHAO_REDIS_URL=valkey.url)
    yield running
    running.close()


def next_call(spy: Any) -> tuple[str, list[Any]]:
    """The channel, and what was said there of the next call to the main board."""
    while True:
        came = spy.get_message(ignore_subscribe_messages=True, timeout=20)
        assert came is not None, "no call was passed on"
        said = json.loads(came["data"])[2]
        if said[0] == MOMENT and said[1]["voice_url"]:
            return came["channel"].decode(), said


def test_a_call_that_comes_late_is_shown_and_never_spoken(server: Server, valkey: Valkey) -> None:
    chief = server.client("admin")
    with (
        Redis.from_url(valkey.url) as redis,
        redis.pubsub() as spy,
        board(server, "main") as wall,
    ):
        spy.psubscribe("jiaohao/*")
        assert spy.get_message(timeout=20)
        chief.issue("insurance")
        first = chief.call_next("1")["label"]
        channel, (event, call, *where) = next_call(spy)
        until(wall, lambda: any(spoken for _, spoken in acks(server, first)))
        at = (datetime.fromisoformat(call["at"]) - TOO_OLD).isoformat()
        late = call | {"seq": call["seq"] + 1, "label": "Z999", "at": at}
        redis.publish(channel, json.dumps(["another process", 1, [event, late, *where]]))
        wait_lit(wall, "Z999")
        chief.issue("property")
        second = chief.call_next("4")["label"]
        until(wall, lambda: any(spoken for _, spoken in acks(server, second)))
        assert wall.evaluate("sounds.length") == 2, "those of the two that came in time"
