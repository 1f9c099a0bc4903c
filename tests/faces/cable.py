"""A network cable that a test can cut: while it is cut nothing passes and nobody is told."""

import contextlib
import socket
import time
from threading import Event, Thread


class Cable:
    """A relay before a server's port. `cut` leaves connections open and dumb, as a pulled plug does."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._whole = Event()
        self._whole.set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        Thread(target=self._welcome, daemon=True).start()

    def cut(self) -> None:
        """From now on nothing passes."""
        self._whole.clear()

    def mend(self) -> None:
        """What comes from now on passes; what was sent meanwhile is lost with its connection."""
        self._whole.set()

    def close(self) -> None:
        """Take the cable away."""
        self._door.close()

    def _welcome(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.create_connection(("127.0.0.1", self._port))
                for one, other in ((near, far), (far, near)):
                    Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                if not self._whole.is_set():
                    self._whole.wait()
                    time.sleep(0.2)  # the far end has given this connection up
                    break
                other.sendall(data)
        for each in (one, other):
            # Closing alone says nothing to the other side while another thread still reads here.
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
