"""The socket's door: who may come in, which rooms they stand in, and the two things that boards may say."""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import Any

from flask import request
from flask_socketio import ConnectionRefusedError as Refusal
from flask_socketio import SocketIO, disconnect, emit, join_room
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from server.hall.plan import Hall
from server.live import messages, rooms
from server.live.guest import Guest
from server.live.nonsense import hang_up_on_nonsense
from server.live.speakers import board_of, let_speak
from server.live.turnstile import let_in
from server.picture.board import board_picture
from server.picture.kiosk import kiosk_picture
from server.store import acks, journal, plans, presence
from server.store.store import Store

LOG = logging.getLogger("jiaohao.live")
SCREENS_OF_A_KEY = 8
"""So many sockets one key may hold; one more takes the place of the oldest, and never somebody else's."""


class Door:
    """Lets guests in while threads last: the last `spare` are kept for HTTP."""

    def __init__(
        self,
        socketio: SocketIO,
        store: Store,
        clock: Callable[[], datetime],
        identify: Callable[[Any], Guest | None],
        most: int,
    ) -> None:
        self._store, self._clock, self._identify, self._most = store, clock, identify, most
        self._socketio = socketio
        self._inside: dict[str, Guest] = {}
        self._said: datetime | None = None
        self._movers: set[int] = set()
        self._leaving: set[str] = set()
        self._saying = Lock()
        self._lock = Lock()
        hang_up_on_nonsense(socketio)
        socketio.on_event("connect", self._connect)
        socketio.on_event("disconnect", self._leave)
        socketio.on_event("ack", self._ack)
        socketio.on_event("voice", self._voice)

    @property
    def inside(self) -> int:
        """How many sockets are connected."""
        return len(self._inside)

    def drop(self, key_id: int) -> None:
        """Hang up on the sockets of a key that was revoked."""
        self._put_out(lambda guest: guest.key_id == key_id)

    def reload(self, key_id: int) -> None:
        """Tell the screens of a key to load their page anew, whichever process they are connected to."""
        self._socketio.emit(messages.RELOAD, {}, to=rooms.key_room(key_id))

    def sweep(self) -> None:
        """Hang up on those whose key was revoked or whose session has ended, wherever that was done;
        say of the others that they are here."""
        self._hang_up()
        asked = self._keys()
        with self._store.look() as conn:
            gone = asked - presence.living(conn, asked)
        self._put_out(lambda guest: guest.key_id in gone if guest.key_id else not guest.still())
        now, said = self._clock(), self._said
        if said is None or abs(now - said) >= presence.SAID_EVERY:
            with self._store.write() as conn:
                presence.say_here(conn, self._keys() - gone, now)
            self._said = now

    def _keys(self) -> set[int]:
        guests = list(self._inside.values())
        return {guest.key_id for guest in guests if guest.key_id is not None}

    def _put_out(self, who: Callable[[Guest], bool]) -> None:
        for sid, guest in list(self._inside.items()):
            if who(guest):
                self._see_off(sid)

    def _see_off(self, sid: str) -> None:
        """Say goodbye; who is still on the line at the next beat is hung up on."""
        server = self._socketio.server
        line = server.manager.eio_sid_from_sid(sid, "/")
        server.disconnect(sid, namespace="/")
        if line is not None:
            with self._lock:
                self._leaving.add(line)

    def _hang_up(self) -> None:
        with self._lock:
            leaving, self._leaving = self._leaving, set()
        for line in leaving & self._socketio.server.eio.sockets.keys():
            self._socketio.server.eio.disconnect(line)

    def _connect(self, auth: Any = None) -> None:
        try:
            self._enter(auth)
        except SQLAlchemyError as error:
            # Said aloud, or the screen would wait for its welcome for ever.
            with self._lock:
                self._inside.pop(_sid(), None)
            LOG.warning("nobody comes in, the store is away")
            raise Refusal("busy") from error

    def _enter(self, auth: Any) -> None:
        with self._lock:
            if len(self._inside) >= self._most:
                raise Refusal("full")
        guest = self._identify(auth)
        if guest is None:
            raise Refusal("no_key")
        let_in(request.environ)
        with self._lock:
            others = [sid for sid, other in self._inside.items() if other.key_id == guest.key_id]
            self._inside[_sid()] = guest
        if guest.key_id is not None and len(others) >= SCREENS_OF_A_KEY:
            self._see_off(others[0])
        join_room(rooms.hall_room(guest.hall))
        if guest.key_id is not None:
            join_room(rooms.key_room(guest.key_id))
        with self._store.read() as conn:
            plan = plans.read(conn, guest.hall)
            if plan is not None:
                self._welcome(conn, plan, guest)
        self._moved(guest)

    def _welcome(self, conn: Connection, plan: Hall, guest: Guest) -> None:
        board = board_of(plan, guest) if guest.screen == "board" else None
        kiosk = plan.kiosk(guest.place or "") if guest.screen == "kiosk" else None
        if guest.screen == "kiosk" and kiosk is None and plan.kiosks:
            kiosk = plan.kiosks[0]
        if board is not None:
            join_room(rooms.board_room(plan.code, board.code))
            emit(messages.PICTURE, board_picture(conn, plan, board, self._clock()))
        elif kiosk is not None:
            join_room(rooms.kiosk_room(plan.code, kiosk.code))
            emit(messages.PICTURE, kiosk_picture(conn, plan, kiosk, self._clock()))
        else:
            self._join_windows(plan, guest)
            seq = journal.last_seq(conn, plan.code)
            where = f"/api/windows/{guest.place}" if guest.place else "/api/hall"
            emit(messages.PICTURE, messages.fetch(seq, where))

    def _join_windows(self, plan: Hall, guest: Guest) -> None:
        for window in plan.windows:
            if guest.place in (None, window.code):
                join_room(rooms.window_room(plan.code, window.code))

    def _leave(self, *_: Any) -> None:
        with self._lock:
            guest = self._inside.pop(_sid(), None)
        if guest is not None:
            self._moved(guest)

    def _moved(self, guest: Guest) -> None:
        """Say that a device came or went. When hundreds do at once, one says it for those who come meanwhile."""
        if guest.key_id is None:
            return
        with self._lock:
            self._movers.add(guest.key_id)
        while self._movers and self._saying.acquire(blocking=False):
            try:
                self._say()
            finally:
                self._saying.release()

    def _say(self) -> None:
        with self._lock:
            movers, self._movers = self._movers, set()
        try:
            with self._store.write() as conn:
                # Asked once the store has its turn: a page loaded anew came back before it was said gone.
                here = self._keys()
                presence.say_here(conn, movers & here, self._clock())
                presence.say_gone(conn, movers - here, self._clock())
        except SQLAlchemyError:
            LOG.warning("nobody was told who is here")

    def _ack(self, said: Any = None, *_: Any) -> None:
        guest = self._inside.get(_sid())
        if guest is None:
            disconnect()
            return
        if guest.screen != "board" or guest.key_id is None:
            return
        seen = acks.read_ack(said, self._clock())
        if seen is None:
            LOG.info("an ack that cannot be read")
            return
        try:
            with self._store.write() as conn:
                window = acks.keep(conn, guest.hall, guest.key_id, seen)
                seq = journal.last_seq(conn, guest.hall)
        except SQLAlchemyError:
            LOG.warning("an ack was not written down")
            return
        if window is not None:
            told = messages.fetch(seq, f"/api/windows/{window}")
            emit(messages.PICTURE, told, to=rooms.window_room(guest.hall, window))

    def _voice(self, said: Any = None, *_: Any) -> dict[str, Any] | None:
        """What a board that wants to speak is answered; nothing while the store is away."""
        guest = self._inside.get(_sid())
        if guest is None:
            disconnect()
            return None
        try:
            return let_speak(self._store, guest, said, self._clock())
        except SQLAlchemyError:
            LOG.warning("nobody is told who speaks, the store is away")
            return None


def _sid() -> str:
    sid: str = request.sid  # type: ignore[attr-defined]
    return sid
