"""The voice of the house: after the commit it tells everybody what they show, and nobody else emits.

A call goes out at once from the thread that committed it, in one write with the picture that holds it. In a
rush it goes alone: pictures are then drawn by one thread that gathers what happened meanwhile, so that a
rush costs one picture a screen and not one a ticket.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Condition, Lock, Thread
from threading import Event as Flag
from time import monotonic

from flask_socketio import SocketIO
from sqlalchemy.exc import SQLAlchemyError

from server.hall.event import Event, Kind
from server.live import messages, rooms
from server.live.drawing import Told, alone, drawn
from server.live.telling import Rooms
from server.picture.agent import missing
from server.store import journal, paper, plans
from server.store.store import Store

CALLS = frozenset({Kind.CALLED, Kind.RECALLED})
AT_ONCE = CALLS | {Kind.SAID}
GATHER_SECONDS = 0.25
URGENT_SECONDS = 0.05
"""How long pictures are gathered, and how long after a call that came too soon after the pictures before."""

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
        self._rooms: Rooms = socketio.server.manager
        self._sweep = sweep
        self._undrawn: set[str] = set()
        self._beside: dict[str, tuple[int, datetime | None, frozenset[str]]] = {}
        self._changed = Condition()
        self._dirty: set[str] = set()
        self._urgent = False
        self._pen, self._drawn_at = Lock(), 0.0
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
        """Tell of committed events of a hall: calls now, pictures soon."""
        hall, calls = events[0].hall, [event for event in events if event.kind in AT_ONCE]
        if calls and self._draw_now(hall, calls):
            return
        if calls:
            self._tell_alone(hall, calls)
        self._draw_soon({hall}, urgent=bool(calls))

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

    def _tell_alone(self, hall: str, calls: Sequence[Event]) -> None:
        with self._store.read() as conn:
            plan = plans.read(conn, hall)
        if plan is not None:
            for room, said in alone(plan, calls):
                self._rooms.tell(room, said)

    def _draw_now(self, hall: str, calls: list[Event]) -> bool:
        """Tell calls with the pictures that hold them. False: not now, or not at all."""
        rush = monotonic() - self._drawn_at < URGENT_SECONDS
        if rush or not self._pen.acquire(blocking=False):
            return False
        try:
            with self._changed:
                # Before it is looked at: what happens from here on marks it again.
                self._dirty.discard(hall)
                self._urgent = self._urgent and bool(self._dirty)
            return self._draw(hall, calls)
        finally:
            self._pen.release()

    def _draw_forever(self) -> None:
        while True:
            with self._changed:
                while not self._stopping.is_set():
                    rest = self._rest()
                    if rest is not None and rest <= 0:
                        break
                    self._changed.wait(rest)
                if self._stopping.is_set():
                    return
            # Whoever holds the pen may draw these halls meanwhile.
            with self._pen:
                with self._changed:
                    halls, self._dirty, self._urgent = self._dirty, set(), False
                for hall in halls:
                    self._draw(hall)

    def _rest(self) -> float | None:
        """How many seconds until pictures may be drawn; None while nothing has changed."""
        if not self._dirty:
            return None
        return self._drawn_at + (URGENT_SECONDS if self._urgent else GATHER_SECONDS) - monotonic()

    def _draw(self, hall: str, calls: Sequence[Event] = ()) -> bool:
        """Tell a hall's pictures, calls before them; False when they could not be drawn. Its caller has the pen."""
        self._drawn_at = monotonic()
        try:
            told = self._look(hall, calls)
        except SQLAlchemyError as error:
            LOG.warning("a picture is drawn at the next beat: %s", type(error).__name__)
            with self._changed:
                self._undrawn.add(hall)
            return False
        except Exception:
            LOG.exception("a picture could not be drawn")
            return False
        for room, said in told:
            self._rooms.tell(room, said)
        return True

    def _look(self, hall: str, calls: Sequence[Event]) -> list[Told]:
        with self._store.read() as conn:
            plan = plans.read(conn, hall)
            if plan is None:
                return []
            return list(drawn(conn, plan, calls, self._clock(), self._rooms.heard))

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
            gone = {hall: missing(conn, hall, self._clock()) for hall in versions}
        for hall, seq in seqs.items():
            told = messages.beat(seq, self._clock())
            # Each process has its own beat: a screen hears one, also when Redis is away.
            self._socketio.emit(messages.BEAT, told, to=rooms.hall_room(hall), ignore_queue=True)
        beside = {h: (version, printers.get(h), gone[h]) for h, version in versions.items()}
        with self._changed:
            undrawn, self._undrawn = self._undrawn, set()
        undrawn |= {hall for hall in beside if beside[hall] != self._beside.get(hall)}
        self.redraw(undrawn)
        self._beside = beside
