"""The driver that a hall's set-up asks for."""

from pathlib import Path

from printers.drivers.driver import Driver
from printers.drivers.file import Files
from printers.drivers.network import Network
from printers.drivers.screen import Screen
from server.hall.plan import Printer


def driver_for(data: Path, hall: str, printer: Printer) -> Driver:
    """The driver of a printer; `data` is the data folder. ValueError for an address without port."""
    if printer.driver == "network":
        host, _, port = printer.address.rpartition(":")
        return Network(host.strip("[]"), int(port), printer.width, printer.mute)
    if printer.driver == "file":
        # The address names a folder of ours; it is no way out of the data folder.
        name = Path(printer.address).name or printer.code
        return Files(data / "slips" / hall / name, printer.width)
    return Screen()
