"""A receipt printer on a real socket or terminal: it answers, prints, runs out of paper, falls silent, is gone."""

import os
import select
import socket
import struct
import tempfile
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread, Timer
from time import monotonic

from PIL import Image

from tests.printers.decoder import Paper, image_of

TICK = 0.02
BEGINS = b"\x1b@\x1dP"
"""What a slip begins with."""


@dataclass
class Printer:
    """Faults are attributes that a test sets, before or while the printer works. Those with a number happen once.

    `reset_after`, `jam_after`, `out_after` and `stall_after` count the bytes of a connection: it is reset as by a
    power cut, the paper jams (what follows is taken in but not printed), the roll ends (what follows waits in
    the printer for another), or nothing is read any more until `resume` is set; a `narrow` one has room for few
    bytes meanwhile. A `process` printer tells letters back; others pass over that command. `says` is what it says
    of its own accord when its roll ends, one byte after another. Answers to DLE EOT come `lag` seconds late,
    those to GS r as many as it takes to print: `printing`.
    One that is asked `beside` answers on a second connection how it is while the first is busy.
    """

    paper_out: bool = False
    cover_open: bool = False
    broken: bool = False
    offline: bool = False
    near_end: bool = False
    silent: bool = False
    chatty: bool = False
    process: bool = False
    reset_after: int | None = None
    jam_after: int | None = None
    out_after: int | None = None
    stall_after: int | None = None
    resume: Event = field(default_factory=Event)
    narrow: bool = False
    beside: bool = False
    says: bytes = b""
    lag: float = 0
    printing: float = 0
    gone: bool = False
    port: int = 0
    path: str = ""
    connections: int = 0
    received: int = 0
    slips: list[list[bytes]] = field(default_factory=list)
    began_at: list[float] = field(default_factory=list)
    cut_at: list[float] = field(default_factory=list)
    paper: Paper = field(default_factory=Paper)
    _lock: Lock = field(default_factory=Lock)
    _busy: Lock = field(default_factory=Lock)

    def pictures(self, width: int = 576) -> list[Image.Image]:
        """What came out, one picture a slip."""
        with self._lock:
            return [image_of(rows, width) for rows in self.slips]

    @property
    def down(self) -> bool:
        """Nothing is printed now."""
        return self.paper_out or self.cover_open or self.broken or self.offline

    def serve(self, line: "socket.socket | Terminal") -> None:
        """One connection at a time, until the other side has said everything."""
        if self._busy.acquire(blocking=not self.beside):
            try:
                self._serve(line)
            finally:
                self._busy.release()
            return
        with suppress(OSError), line:
            while data := line.recv(4096):
                self._realtime(line, data)

    def _serve(self, line: "socket.socket | Terminal") -> None:
        seen, waiting, jammed = b"", b"", False
        with suppress(OSError), line:
            if self.chatty:
                line.sendall(b"\x14\x00\x00\x0f\x11")
            while True:
                waiting = self._printed(line, waiting)
                if not select.select([line], [], [], TICK)[0]:
                    if self.gone:
                        return
                    continue
                if not (data := line.recv(4096)):
                    return
                with self._lock:
                    self.received += len(data)
                    self.began_at += [monotonic()] * (BEGINS in data)
                self._realtime(line, seen[-2:] + data)
                seen += data
                if past(self.reset_after, seen):
                    self.paper.power_cut()
                    hang_up_rudely(line)
                    return
                if past(self.stall_after, seen):
                    self.resume.wait()
                if self.gone:
                    return
                if past(self.jam_after, seen):
                    self.paper_out, self.jam_after, jammed = True, None, True
                if past(self.out_after, seen):
                    self.paper_out, self.out_after = True, None
                    for byte in self.says:
                        line.sendall(bytes((byte,)))
                jammed = jammed and self.paper_out
                waiting += b"" if jammed else data

    def _printed(self, line: "socket.socket | Terminal", waiting: bytes) -> bytes:
        """Print what waits, and answer what is asked in its turn; returns what still waits."""
        if self.down:
            return waiting
        with self._lock:
            for _ in self.paper.steps(waiting):
                self.cut_at += [monotonic()] * len(self.paper.cuts)
                self.slips += self.paper.cuts
                self.paper.cuts = []
            said = self.paper.answers()
        if self.chatty and waiting:
            line.sendall(b"\x10\x00\x00\x0f")
        for letters in said if not self.silent else []:
            if letters is None:
                answer = (line, 0x03 if self.near_end else 0x00)
                Timer(self.printing, _said, answer).start() if self.printing else _said(*answer)
            elif self.process:
                line.sendall(b"\x37\x22" + letters + b"\0")
        return b""

    def _realtime(self, line: "socket.socket | Terminal", data: bytes) -> None:
        """DLE EOT is answered at once, wherever it stands, even between the dots of a picture."""
        at = data.find(b"\x10\x04")
        while at >= 0 and not self.silent:
            number = data[at + 2] if at + 2 < len(data) else 0
            if number in (1, 2, 3, 4):
                said = (line, self._status(number))
                Timer(self.lag, _said, said).start() if self.lag else _said(*said)
            at = data.find(b"\x10\x04", at + 1)

    def _status(self, number: int) -> int:
        bits = {
            1: 0x08 * self.down,
            2: 0x04 * self.cover_open | 0x20 * self.paper_out | 0x40 * self.broken,
            3: 0x20 * self.broken,
            4: 0x60 * self.paper_out | 0x0C * (self.near_end or self.paper_out),
        }
        return 0x12 | bits[number]


def _said(line: "socket.socket | Terminal", byte: int) -> None:
    with suppress(OSError):
        line.sendall(bytes((byte,)))


def past(limit: int | None, seen: bytes) -> bool:
    """Whether more came than a fault waits for."""
    return limit is not None and len(seen) > limit


class Terminal:
    """The printer's end of a line, used like a socket."""

    def __init__(self, file: int) -> None:
        self._file = file

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        """Whoever opened it closes it."""

    def fileno(self) -> int:
        """For `select`."""
        return self._file

    def recv(self, most: int) -> bytes:
        """What the computer sent."""
        return os.read(self._file, most)

    def sendall(self, data: bytes) -> None:
        """Answer."""
        os.write(self._file, data)


def hang_up_rudely(line: socket.socket | Terminal) -> None:
    """Reset the connection, as a printer that loses its power does to the next byte."""
    if isinstance(line, socket.socket):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.close()


@contextmanager
def switched_on(printer: Printer) -> Iterator[Printer]:
    """The printer listens on a free port of this machine until the end of the block."""
    door = socket.create_server(("127.0.0.1", printer.port))
    printer.port = door.getsockname()[1]
    if printer.narrow:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
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


@contextmanager
def plugged_in(printer: Printer) -> Iterator[Printer]:
    """The printer is at the other end of a terminal, `path`, until the end of the block: then it is pulled out.

    The path is nobody else's: terminals' own names are given again at once.
    """
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    with tempfile.TemporaryDirectory(prefix="printer", dir="/dev/shm") as folder:
        path = Path(folder, "lp0")
        path.symlink_to(os.ttyname(theirs))
        printer.path = str(path)
        thread = Thread(target=printer.serve, args=(Terminal(ours),), daemon=True)
        thread.start()
        try:
            yield printer
        finally:
            path.unlink()
            printer.gone = True
            printer.resume.set()
            thread.join()
            os.close(theirs)
            os.close(ours)
