"""Kill -9 of the whole server while the hall is full: what was promised is kept, and work goes on."""

from tests.faults.crowd import at_work
from tests.faults.truth import Board, holds
from tests.serving import Server

KILLS = 2


def test_kill_9_under_load_and_restart(server: Server) -> None:
    with Board(server) as board:
        with at_work(server) as crowd:
            for _ in range(KILLS):
                crowd.until_more(given=30, called=10)
                server.kill()
                server.restart()
            crowd.until_more(given=10, called=5)
        assert set(crowd.statuses) <= {0, 200, 201, 409}
        holds(crowd, board)
