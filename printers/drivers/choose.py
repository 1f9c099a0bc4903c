"""The driver that a hall's set-up asks for."""

from functools import partial
from pathlib import Path

from printers.drivers.driver import Driver
from printers.drivers.file import Files
from printers.drivers.receipt import Receipt
from printers.drivers.screen import Screen
from printers.drivers.wire import Wire
from printers.press import Press, pictures_of
from server.hall import printer_address
from server.hall.plan import Printer


def driver_for(data: Path, hall: str, printer: Printer) -> Driver:
    """The driver of a printer; `data` is the data folder. ValueError for an address that is none."""
    press = Press(printer.width, printer.template, pictures_of(data))
    if printer.driver == "screen":
        return Screen()
    if printer.driver == "file":
        # The address names a folder of ours; it is no way out of the data folder.
        name = Path(printer.address).name or printer.code
        return Files(data / "slips" / hall / name, press)
    where = getattr(printer_address, printer.driver)(printer.address)
    if where is None:
        raise ValueError(f"no address of a {printer.driver} printer: {printer.address}")
    connect = partial(connected, where)
    return Receipt(connect, press, printer.mute, printer.confirm == "process")


def connected(
    where: tuple[str, int] | str | printer_address.Bus | printer_address.Line, timeout: float
) -> Wire:
    """A wire to a printer, within a time in seconds. OSError when there is none."""
    # Each kind is loaded when a hall has it: most have one, and starting takes long enough.
    if isinstance(where, tuple):
        from printers.drivers.tcp import Tcp

        return Tcp(*where, timeout)
    if isinstance(where, printer_address.Bus):
        from printers.drivers.bulk import Bulk

        return Bulk(where)
    from printers.drivers.port import Port, Serial

    return Serial(where) if isinstance(where, printer_address.Line) else Port(where)
