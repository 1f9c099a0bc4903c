"""A receipt printer on a real socket: it answers, prints, runs out of paper, falls silent, hangs up."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

from PIL import Image

from tests.printers.decoder import Paper, image_of


@dataclass
class Printer:
    """Faults are attributes that a test sets, before or while the printer works.

    `reset_after`, `jam_after` and `stall_after` count the bytes of a job's connection: the
    connection is reset, the paper jams (what follows is taken in but not printed), or nothing is
    read any more until `resume` is set.
    """

    paper_out: bool = False
    cover_open: bool = False
    broken: bool = False
    offline: bool = False
    near_end: bool = False
    silent: bool = False
    chatty: bool = False
    reset_after: int | None = None
    jam_after: int | None = None
    stall_after: int | None = None
    resume: Event = field(default_factory=Event)
    port: int = 0
    connections: int = 0
    received: int = 0
    slips: list[list[bytes]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def pictures(self, width: int = 576) -> list[Image.Image]:
        """What came out, one picture a slip."""
        with self._lock:
            return [image_of(rows, width) for rows in self.slips]

    def serve(self, connection: socket.socket) -> None:
        """One connection, until the other side has said everything."""
        paper, seen, asked = Paper(), b"", 0
        with suppress(OSError), connection:
            if self.chatty:
                connection.sendall(b"\x14\x00\x00\x0f\x11")
            while data := connection.recv(4096):
                with self._lock:
                    self.received += len(data)
                self._realtime(connection, seen[-2:] + data)
                seen += data
                if self.reset_after is not None and len(seen) > self.reset_after:
                    hang_up_rudely(connection)
                    return
                if self.stall_after is not None and len(seen) > self.stall_after:
                    self.resume.wait()
                if self.jam_after is not None and len(seen) > self.jam_after:
                    self.paper_out = True
                    continue
                paper.feed(data)
                self._collect(paper)
                if self.chatty:
                    connection.sendall(b"\x10\x00\x00\x0f")
                while asked < paper.asked and not self.silent:
                    asked += 1
                    connection.sendall(bytes((0x03 if self.near_end else 0x00,)))

    def _collect(self, paper: Paper) -> None:
        with self._lock:
            self.slips += paper.cuts
        paper.cuts = []

    def _realtime(self, connection: socket.socket, data: bytes) -> None:
        """DLE EOT is answered at once, wherever it stands, even between the dots of a picture."""
        at = data.find(b"\x10\x04")
        while at >= 0 and not self.silent:
            number = data[at + 2] if at + 2 < len(data) else 0
            if number in (1, 2, 3, 4):
                connection.sendall(bytes((self._status(number),)))
            at = data.find(b"\x10\x04", at + 1)

    def _status(self, number: int) -> int:
        down = self.paper_out or self.cover_open or self.broken or self.offline
        bits = {
            1: 0x08 * down,
            2: 0x04 * self.cover_open | 0x20 * self.paper_out | 0x40 * self.broken,
            3: 0x20 * self.broken,
            4: 0x60 * self.paper_out | 0x0C * (self.near_end or self.paper_out),
        }
        return 0x12 | bits[number]


def hang_up_rudely(connection: socket.socket) -> None:
    """Reset the connection, as a printer that loses its power does to the next byte."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


@contextmanager
def switched_on(printer: Printer) -> Iterator[Printer]:
    """The printer listens on a free port of this machine until the end of the block."""
    door = socket.create_server(("127.0.0.1", 0))
    printer.port = door.getsockname()[1]
    thread = Thread(target=_answer, args=(door, printer), daemon=True)
    thread.start()
    try:
        yield printer
    finally:
        printer.resume.set()
        with suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
        door.close()
        thread.join(2)


def _answer(door: socket.socket, printer: Printer) -> None:
    with suppress(OSError):
        while True:
            connection, _ = door.accept()
            printer.connections += 1
            Thread(target=printer.serve, args=(connection,), daemon=True).start()
