"""The driver that a hall's set-up asks for."""

from pathlib import Path

from printers.drivers.driver import Driver
from printers.drivers.file import Files
from printers.drivers.network import Network
from printers.drivers.screen import Screen
from server.hall.plan import Printer


def folder_of(data: Path, hall: str, printer: Printer) -> Path:
    """Where the slips of an on-screen or file printer are kept; an address is a name, not a way."""
    name = Path(printer.address).name if printer.driver == "file" else ""
    return data / "slips" / hall / (name or printer.code)


def driver_for(data: Path, hall: str, printer: Printer) -> Driver:
    """The driver of a printer; `data` is the data folder. ValueError for an address without port."""
    if printer.driver == "network":
        host, _, port = printer.address.rpartition(":")
        return Network(host.strip("[]"), int(port), printer.width, printer.mute)
    folder = folder_of(data, hall, printer)
    if printer.driver == "file":
        return Files(folder, printer.width)
    return Screen(folder, printer.width)
