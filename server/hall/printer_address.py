"""Where a printer is, as its address says: host:port, a device of the USB, or a serial line with its settings."""

import re
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address

from server.hall.sentence import Sentence, says

PATH = r"/dev(?:/[A-Za-z0-9_][A-Za-z0-9_.:-]*)+"
PORT = re.compile(r"[0-9]{1,5}")
NAME = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?")
DEVICE = re.compile(PATH)
BUS = re.compile(r"([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})(?::(\S{1,64}))?")
LINE = re.compile(rf"({PATH})(?: +(\d{{3,7}}))?(?: +([78])([NEO])([12]))?(?: +(none|rts|xon))?")
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400)

ASKED = {
    "network": "write host:port, for example 192.0.2.7:9100",
    "usb": "write /dev/usb/lp0, or vendor:product like 04b8:0e15",
    "serial": "write the line and its settings, for example /dev/ttyUSB0 115200 8N1 rts",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A serial line: `baud` in bits a second, 7 or 8 `bits`, `parity` N, E or O, 1 or 2 `stops`; `flow` is who
    stops whom: rts (RTS/CTS), xon (XON/XOFF) or none."""

    device: str
    baud: int = 9600
    bits: int = 8
    parity: str = "N"
    stops: int = 1
    flow: str = "rts"


@dataclass(frozen=True, slots=True)
class Bus:
    """A device on the USB by its numbers, and by its serial number where two are alike ("": any)."""

    vendor: int
    product: int
    serial: str = ""


def network(address: str) -> tuple[str, int] | None:
    """(host, port); None when the address is no such thing. An IPv6 host stands in brackets or not."""
    host, _, port = address.rpartition(":")
    if not (PORT.fullmatch(port) and 0 < int(port) < 65_536):
        return None
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    return (host, int(port)) if _is_host(host) else None


def _is_host(text: str) -> bool:
    with suppress(ValueError):
        ip_address(text)
        return True
    return NAME.fullmatch(text) is not None and not text.replace(".", "").isdecimal()


def usb(address: str) -> str | Bus | None:
    """The path of a printer's port, or its place on the bus; None when the address is neither."""
    if DEVICE.fullmatch(address):
        return address
    found = BUS.fullmatch(address)
    return Bus(int(found[1], 16), int(found[2], 16), found[3] or "") if found else None


def serial(address: str) -> Line | None:
    """The line, 9600 8N1 rts where nothing else is said; None when the address is no line."""
    found = LINE.fullmatch(address)
    if found is None:
        return None
    device, baud, bits, parity, stops, flow = found.groups()
    line = Line(
        device, int(baud or 9600), int(bits or 8), parity or "N", int(stops or 1), flow or "rts"
    )
    return line if line.baud in BAUDS else None


def fault(driver: str, address: str) -> Sentence | None:
    """What is wrong with an address for a driver, or None."""
    known = {"network": network, "usb": usb, "serial": serial}
    if driver not in known or known[driver](address) is not None:
        return None
    return says(ASKED[driver])
