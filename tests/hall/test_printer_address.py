"""Where a printer is: what its address may say, and what it may not."""

import pytest

from server.hall.printer_address import ASKED, Bus, Line, fault, network, serial, usb

GOOD = [
    (network, "192.0.2.7:9100", ("192.0.2.7", 9100)),
    (network, "[2001:db8::7]:9100", ("2001:db8::7", 9100)),
    (network, "fe80::1%eth0:9100", ("fe80::1%eth0", 9100)),
    (network, "printer.hall.example:9100", ("printer.hall.example", 9100)),
    (usb, "/dev/usb/lp0", "/dev/usb/lp0"),
    (usb, "04b8:0E15", Bus(0x04B8, 0x0E15)),
    (usb, "04b8:0e15:J4CF001", Bus(0x04B8, 0x0E15, "J4CF001")),
    (serial, "/dev/ttyUSB0", Line("/dev/ttyUSB0", 9600, 8, "N", 1, "rts")),
    (serial, "/dev/ttyS0 115200", Line("/dev/ttyS0", 115_200)),
    (serial, "/dev/ttyS0 19200 7E2 xon", Line("/dev/ttyS0", 19_200, 7, "E", 2, "xon")),
    (serial, "/dev/serial/by-id/usb-1a86-if00 8O1 none", None),
]


@pytest.mark.parametrize(("read", "address", "found"), GOOD[:-1])
def test_an_address_says_where_a_printer_is(read, address, found) -> None:  # type: ignore[no-untyped-def]
    assert read(address) == found
    assert fault(read.__name__, address) is None


def test_what_is_left_out_is_as_usual() -> None:
    line = serial("/dev/serial/by-id/usb-1a86-if00 8O1 none")
    assert line == Line("/dev/serial/by-id/usb-1a86-if00", 9600, 8, "O", 1, "none")


BAD = [
    ("network", "9100"),
    ("network", "192.0.2.7:99999"),
    ("network", "192.0.2.7:0"),
    ("network", "192.0.2.300:9100"),
    ("network", "http://192.0.2.7:9100"),
    ("network", "the printer:9100"),
    ("network", "[192.0.2.7:9100"),
    ("network", ":9100"),
    ("usb", "/etc/shadow"),
    ("usb", "/dev/../etc/shadow"),
    ("usb", "/dev/usb/lp0 9600"),
    ("usb", "xyz:0e15"),
    ("serial", "ttyS0"),
    ("serial", "/dev/ttyS0 9600 8X1"),
    ("serial", "/dev/ttyS0 12345"),
    ("serial", ""),
]


@pytest.mark.parametrize(("driver", "address"), BAD)
def test_what_leads_nowhere_is_said(driver: str, address: str) -> None:
    assert fault(driver, address) == ASKED[driver]


def test_folders_and_screens_have_no_such_address() -> None:
    assert fault("file", "../anything") is None
    assert fault("screen", "") is None
