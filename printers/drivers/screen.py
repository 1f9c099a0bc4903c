"""The on-screen printer: nothing leaves the server, and a page shows the slip."""

from printers.drivers.driver import Held, Outcome, wait_for_ever
from server.hall.papers import Paper


class Screen:
    """Always ready. A page draws the slip from its print job when somebody looks, not before."""

    mute = False
    near_end = False
    dots = 0
    held: Held = staticmethod(wait_for_ever)
    torn = False

    def preflight(self) -> None:
        """Nothing can be in the way."""

    def prepare(self, slip: Paper) -> None:
        """Nothing is drawn yet."""

    def send(self) -> Outcome:
        """The slip can be looked at."""
        return Outcome.DONE

    def rest(self) -> None:
        """Nothing is held."""

    def close(self) -> None:
        """Nothing is held."""
