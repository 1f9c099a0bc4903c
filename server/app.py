"""The only place where parts are joined: settings -> store -> desk, access, live -> faces."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, Flask, request
from flask_socketio import SocketIO
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from board.views import blueprint as board
from counter.papers import blueprint as counter
from kiosk.views import blueprint as kiosk
from printers.spool import LONGEST_SLEEP, OTHERS_LOOK, Spool
from printers.spool_agents import AgentKeeper
from printers.spool_keeper import SlipKeeper
from printers.spool_paper import Paper
from server.access.identify import COOKIE, Access
from server.access.pace import Pace
from server.access.roles import ONE_WINDOW, Caller, Role
from server.access.secret import sign
from server.api.routes import add_api, problem_of
from server.backup.keeper import Backups
from server.bodies import Whole
from server.clock import utc_now
from server.compress import add_compression
from server.config import Settings
from server.desk.crier import Crier
from server.desk.keeper import NoteKeeper
from server.desk.work import Desk
from server.figures.keeper import Bookkeeper
from server.hall.event import Event
from server.hall.ticket import MOVES
from server.health import add_health
from server.live.door import Door
from server.live.fanout import add_fan_out
from server.live.guest import Guest
from server.live.relay import Relay
from server.live.teller import Teller
from server.live.telling import Rooms
from server.live.turnstile import Turnstile
from server.manage.views import blueprint as manage
from server.pages import add_pages, error_page
from server.parts import Parts
from server.proxies import Unexpected
from server.security import Headers
from server.store import durable
from server.store.lease import Lease
from server.store.seal import Sealer
from server.store.store import Store
from server.voice.compose import compose

SHARED = Blueprint("shared", __name__, static_folder="static", static_url_path="/static")
FACES = (SHARED, kiosk, board, counter, manage)
HEADROOM = 40
"""Threads kept for HTTP when sockets fill the rest."""

SPARE = 4
"""Of these, threads lent to sockets that have not said who they are, so that one too many hears why."""


def create_app(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Flask:
    """A whole server, its threads running. `close_app` ends them."""
    store = _store(settings)
    app = Flask("server", static_folder=None, template_folder="templates")
    house = sign(settings.secret_key, "relay")[:16]
    relays = [Relay(settings.redis_url, house)] if settings.redis_url else []
    socketio = _sockets(app, relays)
    teller = Teller(store, clock, socketio, lambda: door.sweep())
    lease = Lease(store, "chores")
    look = LONGEST_SLEEP if store.sqlite else OTHERS_LOOK
    spool = Spool(store, settings.data, clock, teller.paper_changed, held=lease.held, look=look)
    desk = Desk(store, clock, partial(_tell, teller, spool), Sealer(settings.secret_key))
    access = Access(store, clock, settings.secret_key, _pace(settings, store))
    most = max(8, settings.threads - HEADROOM)
    door = Door(socketio, store, clock, lambda auth: _guest(access, auth), most)
    paper = Paper(store, spool.jobs, spool.wake, clock, settings.data)
    parts = (settings, store, desk, access, clock, compose, settings.data, paper, door)
    app.extensions["jiaohao"] = Parts(*parts, lambda hall: teller.redraw({hall}))
    app.extensions["jiaohao.lease"] = lease
    app.extensions["jiaohao.threads"] = (
        *relays,
        teller,
        spool,
        Bookkeeper(store, clock, lease.held),
        NoteKeeper(desk, lease.held),
        Crier(desk, lease.held),
        SlipKeeper(spool.jobs, clock, lease.held),
        AgentKeeper(store, spool.jobs, clock, teller.paper_changed, lease.held),
        _backups(settings, store, clock),
    )
    _guard_door(app, most + SPARE, settings.proxies)
    add_health(app, store, door)
    _add_faces(app)
    for thread in app.extensions["jiaohao.threads"]:
        thread.start()
    return app


def _store(settings: Settings) -> Store:
    store = Store(settings.database_url)
    durable.warn(store)
    return store


def _tell(teller: Teller, spool: Spool, events: list[Event]) -> None:
    """After a commit: say it on the screens, and on paper where it may bring some."""
    teller.tell(events)
    # A ticket's later moves print nothing.
    if any(event.kind not in MOVES for event in events):
        spool.wake()


def _sockets(app: Flask, relays: list[Relay]) -> SocketIO:
    """Sockets of this process; a relay joins them with those of others."""
    socketio = SocketIO(
        app,
        async_mode="threading",
        transports=["websocket"],
        # One thing at a time from each socket: who says a thousand waits, and nobody else.
        async_handlers=False,
        client_manager=relays[0] if relays else Rooms(),
        ping_interval=20,
        ping_timeout=20,
    )
    add_fan_out(socketio.server.eio)
    return socketio


def _pace(settings: Settings, store: Store) -> Pace:
    # Other processes, of other hosts too, give numbers to the same kiosks.
    return Pace(settings.kiosk_rate, None if store.sqlite else store)


def _backups(settings: Settings, store: Store, clock: Callable[[], datetime]) -> Backups:
    # Of those that have the folder: other hosts may have none, and do the other chores.
    lease = Lease(store, "backups")
    at = settings.backup_at
    return Backups(settings.backup_dir, at, lambda: clock().astimezone(), lease.held)


def _guard_door(app: Flask, most: int, proxies: int) -> None:
    app.wsgi_app = Headers(Turnstile(Whole(app.wsgi_app), most))  # type: ignore[method-assign]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_host=1)  # type: ignore[method-assign]
    else:
        app.wsgi_app = Unexpected(app.wsgi_app)  # type: ignore[method-assign]


def _add_faces(app: Flask) -> None:
    add_api(app)
    add_pages(app)
    for face in FACES:
        app.register_blueprint(face)
    add_compression(app)
    app.register_error_handler(Exception, _answer_error)


def close_app(app: Flask) -> None:
    """End the threads and give the store back."""
    for thread in app.extensions["jiaohao.threads"]:
        thread.stop()
    app.extensions["jiaohao.lease"].release()
    app.extensions["jiaohao"].store.close()


def _guest(access: Access, auth: Any) -> Guest | None:
    key = auth.get("key") if isinstance(auth, dict) else None
    known: Callable[[], Caller | None]
    if isinstance(key, str) and key:
        known = partial(access.by_bearer, key)
    else:
        known = partial(access.by_session, request.cookies.get(COOKIE, ""), using=False)
    caller = known()
    if caller is None or caller.role is Role.CITIZEN:
        return None
    screen = caller.role.value if caller.role in (Role.BOARD, Role.KIOSK) else "window"
    bound = caller.role in (*ONE_WINDOW, Role.BOARD, Role.KIOSK)
    person = caller.login is not None
    place = caller.place if bound else None
    key_id = None if person else caller.id
    if key_id is not None:
        access.heard_build(key_id, auth.get("build"))
    return Guest(caller.hall, screen, place, key_id, still=partial(_still, known, caller.role))


def _still(known: Callable[[], Caller | None], role: Role) -> bool:
    """Whether somebody may stay as who they came in; with another role they come in anew."""
    caller = known()
    return caller is not None and caller.role is role


def _answer_error(error: Exception) -> Response:
    if request.path.startswith("/api/"):
        return problem_of(error)
    status = error.code if isinstance(error, HTTPException) else problem_of(error).status_code
    return error_page(status or 500)
