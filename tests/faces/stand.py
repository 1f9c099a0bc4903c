"""A small server for scripts under test: real files, a real socket, and answers told beforehand."""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from flask import Flask, Response, request
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO, emit
from werkzeug.serving import make_server

ROOT = Path(__file__).resolve().parents[2]
SHELL = """<!doctype html>
<html lang="zh-Hans" {html}><head><meta charset="utf-8"><title>stand</title>{head}
<link rel="stylesheet" href="/static/tokens.css"><link rel="stylesheet" href="/static/scale.css">
<link rel="stylesheet" href="/static/base.css"><link rel="stylesheet" href="/static/parts.css">
<link rel="stylesheet" href="/static/forms.css"><link rel="stylesheet" href="/static/pair.css">
</head><body><main id="face">{body}</main>
<script type="application/json" id="words">{words}</script></body></html>"""
Answer = Callable[[], Response]


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Stand:
    """What the server answers, what it was asked, and the page it serves at every other path."""

    words: dict[str, dict[str, str]] = field(default_factory=dict)
    html: str = ""
    head: str = ""
    body: str = ""
    good_keys: set[str | None] = field(default_factory=lambda: {None})
    asked: list[Asked] = field(default_factory=list)
    auths: list[Any] = field(default_factory=list)
    acks: list[Any] = field(default_factory=list)
    welcome: dict[str, Any] | None = None
    told: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.app = Flask(__name__, static_folder=str(ROOT / "server/static"))
        self.socket = SocketIO(self.app, async_mode="threading", transports=["websocket"])
        self.app.add_url_rule("/api/<path:path>", "api", self._api, methods=["GET", "POST"])
        self.app.add_url_rule("/<path:path>", "page", self._page)
        self.socket.on_event("connect", self._connect)
        self.socket.on_event("ack", self.acks.append)
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def answers(self, door: str, body: object = None, status: int = 200, **headers: str) -> None:
        """Tell the next answer at a door like "POST /api/tickets"; the last one told is kept."""
        kind = "application/problem+json" if status >= 400 else "application/json"
        text = json.dumps(body)
        self.told[door].append(lambda: Response(text, status, headers, content_type=kind))

    def asks(self, door: str) -> list[Asked]:
        return [each for each in self.asked if f"{each.method} {each.path}" == door]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _api(self, path: str) -> Response:
        body = request.get_json(silent=True)
        self.asked.append(Asked(request.method, request.path, dict(request.headers), body))
        answers = self.told[f"{request.method} {request.path}"]
        if not answers:
            return Response('{"code": "not_found"}', 404, content_type="application/problem+json")
        return (answers.pop(0) if len(answers) > 1 else answers[0])()

    def _page(self, path: str) -> str:
        words = json.dumps(self.words)
        return SHELL.format(html=self.html, head=self.head, body=self.body, words=words)

    def _connect(self, auth: dict[str, str | None]) -> None:
        self.auths.append(auth)
        if auth["key"] not in self.good_keys:
            raise Refused("unauthorised")
        if self.welcome is not None:
            emit("picture", self.welcome)
