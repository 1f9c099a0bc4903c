"""A network printer over real sockets: what is printed, what is refused, and what nobody knows."""

import select

import pytest

from printers.drivers.driver import Blocked, Outcome
from printers.drivers.patience import Times
from printers.drivers.receipt import Receipt
from printers.drivers.signs import is_realtime, is_sensor, read
from printers.drivers.status import LETTERS, TOLD_BACK, letters_of
from printers.drivers.tcp import Tcp
from printers.escpos import job
from printers.press import Press
from printers.slip import draw
from tests.printers.hall import QUICK, SHORT, SURE
from tests.printers.papers import PLAIN, same
from tests.printers.simulator import Printer, switched_on

SLIP = draw(PLAIN)


def reached(
    printer: Printer, mute: bool = False, process: bool = False, times: Times = SURE
) -> Receipt:
    """A driver for a printer that is switched on."""
    return at("127.0.0.1", printer.port, mute, process, times)


def at(
    host: str, port: int, mute: bool = False, process: bool = False, times: Times = QUICK
) -> Receipt:
    """A driver for whatever is there."""
    return Receipt(lambda within: Tcp(host, port, within), Press(), mute, process, times)


def test_a_ready_printer_prints_the_slip_dot_for_dot_and_confirms_it() -> None:
    with switched_on(Printer()) as printer:
        driver = reached(printer)
        driver.preflight()
        assert sent(driver) is Outcome.DONE
        [paper] = printer.pictures()
        assert printer.connections == 1
    assert same(paper, SLIP)


def sent(driver: Receipt) -> Outcome:
    """Prepare the slip and hand it over, as the spool does."""
    driver.prepare(PLAIN)
    return driver.send()


FAULTS = [
    (Printer(paper_out=True), "paper_out"),
    (Printer(cover_open=True), "cover_open"),
    (Printer(cover_open=True, paper_out=True), "cover_open"),
    (Printer(broken=True), "error"),
    (Printer(offline=True), "offline"),
    (Printer(silent=True), "silent"),
]


@pytest.mark.parametrize(("printer", "reason"), FAULTS, ids=[why for _, why in FAULTS])
def test_a_blocked_printer_says_why_and_gets_not_one_dot(printer: Printer, reason: str) -> None:
    with switched_on(printer):
        driver = reached(printer, times=QUICK if printer.silent else SURE)
        with pytest.raises(Blocked) as blocked:
            driver.preflight()
        with pytest.raises(Blocked):
            sent(driver)
    assert blocked.value.reason == reason
    assert printer.slips == []
    assert printer.received < 60


def test_nobody_listens() -> None:
    with switched_on(Printer()) as printer:
        driver = reached(printer)
    with pytest.raises(Blocked, match="unreachable"):
        driver.preflight()


def test_a_printer_that_is_still_hanging_up_is_not_called_away() -> None:
    with switched_on(Printer()) as printer:
        driver, refusals = reached(printer), [True, True, False, True, False, True]

        def connect(within: float) -> Tcp:
            if refusals.pop():
                raise ConnectionRefusedError
            return Tcp("127.0.0.1", printer.port, within)

        driver.connect = connect
        with pytest.raises(Blocked, match="unreachable"):
            driver.preflight()
        for _ in range(2):
            driver.preflight()
            driver.rest()
        with pytest.raises(Blocked, match="unreachable"):
            driver.preflight()
        assert refusals == [], "whoever answered a moment ago is tried twice"


@pytest.mark.parametrize("host", ["a" * 70 + ".example", "no such host"])
def test_an_address_that_is_none_is_unreachable(host: str) -> None:
    with pytest.raises(Blocked, match="unreachable"):
        at(host, 9100).preflight()


def test_a_port_that_is_none_is_unreachable() -> None:
    with pytest.raises(Blocked, match="unreachable"):
        at("127.0.0.1", 99_999).preflight()


def test_a_roll_that_ends_soon_is_told_and_does_not_stop_the_slip() -> None:
    with switched_on(Printer(near_end=True)) as printer:
        driver = reached(printer)
        driver.preflight()
        assert driver.near_end
        assert sent(driver) is Outcome.DONE
        assert len(printer.slips) == 1


def test_status_that_nobody_asked_for_is_not_taken_for_an_answer() -> None:
    with switched_on(Printer(chatty=True)) as printer:
        driver = reached(printer)
        for _ in range(3):
            driver.preflight()
            assert sent(driver) is Outcome.DONE
        papers = printer.pictures()
    assert len(papers) == 3
    assert all(same(paper, SLIP) for paper in papers)


def test_a_power_cut_in_the_middle_of_a_slip_is_unknown() -> None:
    with switched_on(Printer(reset_after=20_000)) as printer:
        driver = reached(printer)
        driver.preflight()
        assert sent(driver) is Outcome.UNKNOWN
    assert printer.slips == []


def test_paper_that_jams_in_the_middle_of_a_slip_is_unknown() -> None:
    with switched_on(Printer(jam_after=20_000)) as printer:
        driver = reached(printer, times=SHORT)

        def cleared(reason: str | None) -> bool:
            told.append(reason)
            printer.paper_out = False
            return True

        told: list[str | None] = []
        driver.held = cleared
        driver.preflight()
        assert sent(driver) is Outcome.UNKNOWN, "what it took in meanwhile is nowhere"
        assert told == ["paper_out", None]


def test_paper_that_ends_in_the_middle_of_a_slip_is_waited_for() -> None:
    with switched_on(Printer(out_after=20_000)) as printer:
        driver = reached(printer)

        def changed(reason: str | None) -> bool:
            told.append(reason)
            printer.paper_out = len(told) < 3
            return True

        told: list[str | None] = []
        driver.held = changed
        driver.preflight()
        assert sent(driver) is Outcome.DONE
        [paper] = printer.pictures()
    assert told[:3] == ["paper_out"] * 3
    assert same(paper, SLIP)


def test_nobody_waits_for_ever_for_paper() -> None:
    with switched_on(Printer(out_after=20_000)) as printer:
        driver = reached(printer)
        driver.held = lambda reason: False
        driver.preflight()
        assert sent(driver) is Outcome.UNKNOWN
        with pytest.raises(Blocked, match="paper_out"):
            driver.preflight()


def test_a_printer_that_tells_back_is_believed_and_no_other() -> None:
    for process, command in ((True, "GS ( H"), (False, "GS r")):
        with switched_on(Printer(process=process)) as printer:
            driver = reached(printer, process=True, times=SURE if process else QUICK)
            for _ in range(2):
                driver.preflight()
                assert sent(driver) is Outcome.DONE
            assert printer.paper.commands[-1] == command
            assert len(printer.slips) == 2


def test_letters_are_never_taken_for_status() -> None:
    assert len({letters_of(n) for n in range(500)}) == 500
    told = TOLD_BACK % bytes(LETTERS[:4], "ascii") + LETTERS.encode()
    assert not [byte for byte in told if is_realtime(byte)]


def test_after_a_torn_slip_the_next_is_whole() -> None:
    with switched_on(Printer(reset_after=20_000)) as printer:
        driver = reached(printer)
        driver.preflight()
        assert sent(driver) is Outcome.UNKNOWN
        # The printer is in the middle of a picture: it waits for the rest of it, whoever sends it.
        printer.reset_after = None
        printer.paper.feed(b"\x1dv0\x00\x48\x00\xf9\x00" + b"\xff" * 90)
        driver.preflight()
        assert sent(driver) is Outcome.DONE
        torn, whole = printer.pictures()
    assert same(whole, SLIP)
    assert not same(torn, SLIP)


def test_a_printer_that_hangs_up_while_a_slip_is_drawn_is_asked_again() -> None:
    with switched_on(Printer()) as printer:
        driver = reached(printer, times=SURE)
        driver.preflight()
        assert isinstance(driver._wire, Tcp)
        printer.gone = True
        assert select.select([driver._wire._socket], [], [], 15)[0], "it hung up"
        printer.gone = False
        assert sent(driver) is Outcome.DONE
        assert printer.connections == 2


def test_a_printer_that_hangs_up_and_is_gone_has_not_a_byte_of_the_slip() -> None:
    with switched_on(Printer()) as printer:
        driver = reached(printer)
        driver.preflight()
        assert isinstance(driver._wire, Tcp)
        printer.gone = True
        assert select.select([driver._wire._socket], [], [], 15)[0], "it hung up"
        with pytest.raises(Blocked, match="unreachable"):
            sent(driver)
        assert not driver.torn
        assert printer.paper.commands.count("GS v 0") == 0


def test_whatever_goes_wrong_in_the_middle_the_slip_is_torn() -> None:
    with switched_on(Printer(stall_after=10_000, narrow=True)) as printer:
        driver = reached(printer)

        def held(reason: str | None) -> bool:
            raise RuntimeError

        driver.held = held
        driver.preflight()
        with pytest.raises(RuntimeError):
            sent(driver)
        assert driver.torn


def test_a_printer_that_stops_reading_meets_a_deadline() -> None:
    with switched_on(Printer(stall_after=10_000)) as printer:
        driver = reached(printer, times=SHORT)
        driver.preflight()
        assert sent(driver) is Outcome.UNKNOWN


def test_a_mute_printer_gets_the_whole_slip_and_stays_unconfirmed() -> None:
    with switched_on(Printer(silent=True)) as printer:
        driver = reached(printer, mute=True)
        driver.preflight()
        assert sent(driver) is Outcome.UNCONFIRMED
        [paper] = printer.pictures()
    assert same(paper, SLIP)
    assert printer.received == len(job(SLIP))


def test_status_left_unread_does_not_cut_the_end_off_a_mute_printers_slip() -> None:
    with switched_on(Printer(silent=True, chatty=True)) as printer:
        driver = reached(printer, mute=True)
        for _ in range(3):
            driver.preflight()
            sent(driver)
        assert printer.received == 3 * len(job(SLIP))
        assert len(printer.slips) == 3


def test_only_the_documented_patterns_are_answers() -> None:
    realtime = {byte for byte in range(256) if is_realtime(byte)}
    sensor = {byte for byte in range(256) if is_sensor(byte)}
    assert realtime == {
        b for b in range(256) if f"{b:08b}"[0] + f"{b:08b}"[3] == "01" and b & 3 == 2
    }
    assert not realtime & sensor
    xon, xoff, automatic = 0x11, 0x13, 0x10
    assert not {xon, xoff, automatic} & (realtime | sensor)


def test_all_well_is_no_reason() -> None:
    assert read(0x12, 0x12, 0x12, 0x12).blocked is None
    assert read(0x1A, 0x32, 0x12, 0x7E).blocked == "paper_out"
