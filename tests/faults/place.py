"""River Hall served by a process of its own, on either engine."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import IO

from server.desk.setup import put_plan
from server.hall.plan import Hall
from server.store.store import Store
from tests.serving import Process, Server
from tests.stage import MORNING, database
from tests.warm import Warm

LEVERS, CLOCK, DYING = "tests.faults.levers", "clock", "dying"


class Levered(Server):
    """A server whose clock can be moved, and which dies when it is told to."""

    def _begin(self, out: IO[bytes], err: IO[bytes], *words: str) -> Process:
        return Warm(
            *words, environ=self.environ, out=out.fileno(), err=err.fileno(), command=LEVERS
        )

    wrong = timedelta()

    def past(self, moment: datetime) -> bool:
        """Whether its clock has passed a moment."""
        return datetime.now(UTC) + self.wrong > moment

    def set_clock(self, now: datetime) -> None:
        """Its clock jumps, and goes on from there."""
        self.wrong = now - datetime.now(UTC)
        fresh = self.data / f"{CLOCK}.new"
        fresh.write_text(str(self.wrong.total_seconds()), "ascii")
        fresh.replace(self.data / CLOCK)

    def die_after_commit(self) -> None:
        """The process that commits next is killed before anybody gets an answer."""
        (self.data / DYING).touch()


@contextmanager
def serving(
    engine: str,
    folder: Path,
    *,
    timeout: float = 10,
    kind: type[Server] = Server,
    plan: Hall | None = None,
    environ: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Server]:
    """A running server of River Hall, or of a `plan`; a writer waits `timeout` seconds for its turn."""
    with database(engine) as url:
        if plan is not None:
            with closing(Store(url)) as store:
                put_plan(store, plan, MORNING, "test")
        address = f"{url}?timeout={timeout}"
        made = dict(environ) | {"JIAOHAO_DATABASE_URL": address}
        server = kind(folder, plan=None, cold=False, empty=True, **made)
        try:
            yield server
        finally:
            server.kill()


def workers(server: Server) -> set[int]:
    """The processes that answer, without the one that minds them."""
    pid = server.process.pid
    return {int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
