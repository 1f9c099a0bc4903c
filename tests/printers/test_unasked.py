"""What a printer says late, in pieces, or unasked is no answer, and no slip counts as printed for it."""

from socket import MSG_PEEK
from threading import Thread

import pytest

from printers.drivers.driver import Blocked, Outcome
from printers.drivers.port import Port
from printers.drivers.receipt import Receipt
from printers.drivers.signs import Sorter, Status, automatic
from printers.drivers.status import PAPER_SENSOR, REALTIME
from printers.drivers.tcp import Tcp
from printers.drivers.wire import Wire
from printers.escpos import job
from printers.slip import draw
from tests.printers.hall import QUICK, SURE, soon
from tests.printers.papers import PLAIN, same
from tests.printers.simulator import Printer, plugged_in, switched_on
from tests.printers.test_network import reached, sent

SLIP = draw(PLAIN)
NO_PAPER, PAPER = b"\x18\x00\x0c\x00", b"\x10\x00\x00\x00"


def test_automatic_status_is_taken_out_wherever_it_stands() -> None:
    sorter = Sorter()
    pieces = [b"\x12\x11\x1c", b"", b"\x00\x12\x0c", b"\x00", b"\x03\x13", NO_PAPER + b"\x00"]
    assert b"".join(sorter.answers(piece) for piece in pieces) == b"\x12\x12\x03\x00"
    assert sorter.told == Status("paper_out", near_end=False)


def test_a_frame_that_breaks_off_swallows_no_other_kind_of_answer() -> None:
    sorter = Sorter()
    assert sorter.answers(b"\x10\x00\x37\x22ABCD\x00") == b"\x37\x22ABCD\x00"
    assert sorter.answers(b"\x10\x00" + NO_PAPER) == b""
    assert sorter.told == Status("paper_out", near_end=False)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (PAPER, Status(None, near_end=False)),
        (b"\x10\x00\x03\x00", Status(None, near_end=True)),
        (NO_PAPER, Status("paper_out", near_end=False)),
        (b"\x38\x00\x0c\x00", Status("cover_open", near_end=False)),
        (b"\x18\x20\x00\x00", Status("error", near_end=False)),
        (b"\x18\x00\x00\x00", Status("offline", near_end=False)),
    ],
)
def test_automatic_status_means_what_the_reference_says(frame: bytes, said: Status) -> None:
    assert automatic(frame) == said


def test_automatic_status_is_no_proof_of_a_slip() -> None:
    with switched_on(Printer(out_after=len(job(SLIP)) - 1, says=NO_PAPER)) as printer:
        driver = reached(printer)
        driver.held = lambda reason: reason != "paper_out"
        driver.preflight()
        assert sent(driver) is Outcome.UNKNOWN
        assert printer.slips == [], "it still waits for paper"


def test_an_answer_from_before_the_question_is_no_proof_of_a_slip() -> None:
    with plugged_in(Printer(out_after=20_000, says=b"\x00")) as printer:
        driver = Receipt(lambda _: Port(printer.path), times=SURE)
        told: list[str | None] = []

        def held(reason: str | None) -> bool:
            told.append(reason)
            printer.paper_out = False
            return True

        driver.held = held
        driver.preflight()
        assert sent(driver) is Outcome.DONE
        assert told[0] == "paper_out"
        assert [same(paper, SLIP) for paper in printer.pictures()] == [True]
        driver.close()


def test_what_it_says_of_its_own_accord_is_believed_while_it_answers_nothing() -> None:
    with switched_on(Printer(out_after=20_000, says=NO_PAPER)) as printer:
        driver = reached(printer, times=QUICK)
        told: list[str | None] = []

        def held(reason: str | None) -> bool:
            told.append(reason)
            printer.silent = printer.paper_out = len(told) < 4
            return True

        driver.held = held
        driver.preflight()
        printer.silent = True
        assert sent(driver) is Outcome.DONE, "it waited longer than silence is waited for"
    assert told[:4] == ["paper_out"] * 4
    assert told[-1] is None


def test_answers_that_come_too_late_are_not_taken_for_those_to_the_next_questions() -> None:
    with plugged_in(Printer(paper_out=True, lag=0.45)) as printer:
        driver = Receipt(lambda _: Port(printer.path), times=QUICK)
        for _ in range(3):
            with pytest.raises(Blocked, match="silent"):
                driver.preflight()
        printer.lag = 0
        soon(lambda: why(driver) == "paper_out")
        driver.close()


class Restless(Wire):
    """Something that never stops talking, as a scale does."""

    def __init__(self, says: bytes) -> None:
        super().__init__()
        self._says = says

    def close(self, within: float) -> None:
        """Nothing is held."""

    def _put(self, data: memoryview, within: float) -> int:
        return len(data)

    def _get(self, within: float) -> bytes:
        return self._says


@pytest.mark.parametrize("says", [b"\xff", b"\x02 0.000kg\r\n", b"\x10\x04\x01", b"\x11"])
def test_what_never_stops_talking_is_silent(says: bytes) -> None:
    driver, found = Receipt(lambda _: Restless(says), times=QUICK), []
    thread = Thread(target=lambda: found.append(why(driver)), daemon=True)
    thread.start()
    thread.join(60)
    assert found == ["silent"]


def test_all_that_was_said_before_a_question_is_no_answer_to_it() -> None:
    with switched_on(Printer()) as printer:
        wire = Tcp("127.0.0.1", printer.port, 5)
        wire.write(b"\x10\x04\x01" * 10_000, 5)
        soon(lambda: len(wire._socket.recv(20_000, MSG_PEEK)) > 9000)
        assert len(wire.pending()) > 9000
        wire.close(1)


class Leaving(Restless):
    """A printer that answers the last question only when it is asked something else, and hangs up then."""

    def __init__(self) -> None:
        super().__init__(b"")
        self._asked, self._gone = b"", False

    def _put(self, data: memoryview, within: float) -> int:
        self._asked = bytes(data)[-3:]
        return len(data)

    def _get(self, within: float) -> bytes:
        if self._gone:
            raise ConnectionAbortedError
        if self._asked == PAPER_SENSOR:
            self._gone = not within
            return b"\0" if self._gone else b""
        asked, self._asked = self._asked, b""
        return b"\x12" if asked.startswith(REALTIME) else b""


def test_what_it_said_before_it_hung_up_is_heard() -> None:
    driver = Receipt(lambda _: Leaving(), times=QUICK)
    driver.preflight()
    assert sent(driver) is Outcome.DONE


def why(driver: Receipt) -> str | None:
    """What keeps a printer from printing."""
    try:
        driver.preflight()
    except Blocked as blocked:
        return blocked.reason
    return None
