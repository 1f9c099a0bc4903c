"""The voice of the house: after the commit it tells everybody what they show, and nobody else emits.

Calls go out at once from the thread that committed them. Pictures are drawn by one thread that gathers
what happened meanwhile, so that a rush costs one picture a screen and not one a ticket.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Condition, Thread
from threading import Event as Flag
from time import monotonic
from typing import Any

from flask_socketio import SocketIO
from sqlalchemy.exc import SQLAlchemyError

from server.hall.event import Event, Kind
from server.hall.plan import Hall
from server.live import messages, rooms
from server.picture.board import board_picture
from server.picture.kiosk import kiosk_picture
from server.picture.scene import look
from server.store import journal, paper, plans
from server.store.store import Store

CALLS = frozenset({Kind.CALLED, Kind.RECALLED})
GATHER_SECONDS = 0.25
URGENT_SECONDS = 0.05
"""How long pictures are gathered, and how long after a call; the call itself goes out at once."""

BEAT_SECONDS = 5.0
LOG = logging.getLogger("jiaohao.live")


class Teller:
    """Tells rooms of messages through Socket.IO. `sweep` is called at each beat."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        socketio: SocketIO,
        sweep: Callable[[], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._socketio = socketio
        self._sweep = sweep
        self._undrawn: set[str] = set()
        self._beside: dict[str, tuple[int, datetime | None]] = {}
        self._changed = Condition()
        self._dirty: set[str] = set()
        self._urgent = False
        self._stopping = Flag()
        self._threads = [
            Thread(target=self._draw_forever, name="teller", daemon=True),
            Thread(target=self._beat_forever, name="beat", daemon=True),
        ]

    def start(self) -> None:
        """Begin to draw pictures and to beat."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End both threads; what is not yet told stays untold, screens fetch when they return."""
        self._stopping.set()
        with self._changed:
            self._changed.notify()
        for thread in self._threads:
            thread.join(timeout=5)

    def tell(self, events: list[Event]) -> None:
        """Tell of committed events: calls now, pictures soon."""
        calls = [event for event in events if event.kind in CALLS]
        for event in calls:
            self._tell_call(event)
        self._draw_soon({event.hall for event in events}, urgent=bool(calls))

    def redraw(self, halls: set[str]) -> None:
        """Draw the halls' pictures again soon: something beside the tickets has changed."""
        if halls:
            self._draw_soon(halls, urgent=False)

    def paper_changed(self, hall: str, _printer: str) -> None:
        """A printer of a hall is no longer as it was."""
        self.redraw({hall})

    def _draw_soon(self, halls: set[str], *, urgent: bool) -> None:
        with self._changed:
            # In a rush the thread knows already: waking it for each ticket costs more than drawing.
            news = not self._dirty or (urgent and not self._urgent)
            self._dirty |= halls
            self._urgent = self._urgent or urgent
            if news:
                self._changed.notify()

    def _emit(self, name: str, said: dict[str, Any], room: str) -> None:
        self._socketio.emit(name, said, to=room)

    def _tell_call(self, event: Event) -> None:
        with self._store.read() as conn:
            plan = plans.read(conn, event.hall)
        if plan is None:
            return
        for board in rooms.boards_about(plan, event.window):
            said = messages.moment(plan, board, event)
            self._emit(messages.MOMENT, said, rooms.board_room(plan.code, board.code))

    def _draw_forever(self) -> None:
        last = 0.0
        while True:
            with self._changed:
                while not self._stopping.is_set():
                    rest = self._rest(last)
                    if rest is not None and rest <= 0:
                        break
                    self._changed.wait(rest)
                if self._stopping.is_set():
                    return
                halls, self._dirty, self._urgent = self._dirty, set(), False
            last = monotonic()
            for hall in halls:
                try:
                    self._draw(hall)
                except SQLAlchemyError as error:
                    LOG.warning("a picture is drawn at the next beat: %s", type(error).__name__)
                    with self._changed:
                        self._undrawn.add(hall)
                except Exception:
                    LOG.exception("a picture could not be drawn")

    def _rest(self, last: float) -> float | None:
        """How many seconds until pictures may be drawn; None while nothing has changed."""
        if not self._dirty:
            return None
        return last + (URGENT_SECONDS if self._urgent else GATHER_SECONDS) - monotonic()

    def _draw(self, hall: str) -> None:
        now = self._clock()
        with self._store.read() as conn:
            plan = plans.read(conn, hall)
            if plan is None:
                return
            scene = look(conn, plan, now)
            for board in plan.boards:
                picture = board_picture(conn, plan, board, now, scene)
                self._emit(messages.PICTURE, picture, rooms.board_room(hall, board.code))
            for kiosk in plan.kiosks:
                shown = kiosk_picture(conn, plan, kiosk, now, scene)
                self._emit(messages.PICTURE, shown, rooms.kiosk_room(hall, kiosk.code))
        self._nudge(plan, scene.seq)

    def _nudge(self, plan: Hall, seq: int) -> None:
        for window in plan.windows:
            told = messages.fetch(seq, f"/api/windows/{window.code}")
            self._emit(messages.PICTURE, told, rooms.window_room(plan.code, window.code))

    def _beat_forever(self) -> None:
        while not self._stopping.wait(BEAT_SECONDS):
            try:
                self._beat()
                self._sweep()
            except SQLAlchemyError as error:
                LOG.warning("no beat, the store is away: %s", type(error).__name__)
            except Exception:
                LOG.exception("no beat")

    def _beat(self) -> None:
        with self._store.read() as conn:
            versions, printers = plans.versions(conn), paper.reported(conn)
            seqs = {hall: journal.last_seq(conn, hall) for hall in versions}
        for hall, seq in seqs.items():
            told = messages.beat(seq, self._clock())
            # Each process has its own beat: a screen hears one, also when Redis is away.
            self._socketio.emit(messages.BEAT, told, to=rooms.hall_room(hall), ignore_queue=True)
        beside = {hall: (version, printers.get(hall)) for hall, version in versions.items()}
        with self._changed:
            undrawn, self._undrawn = self._undrawn, set()
        if self._beside:
            undrawn |= {hall for hall in beside if beside[hall] != self._beside.get(hall)}
        self.redraw(undrawn)
        self._beside = beside
