"""A USB printer without the kernel's help: pyusb, two bulk pipes, found by its vendor and product.

The class is 7 and the pipes are those of the USB printer class, https://www.usb.org/document-library/printer-device-class-document-11
"""

from contextlib import suppress
from typing import Any

import usb.core
import usb.util

from printers.drivers.wire import Wire
from server.hall.printer_address import Bus

PRINTERS = 7
PAPER_OUT = 0x20
MOST = 16_384
"""Bytes in one transfer."""


class Bulk(Wire):
    """The first printer's interface of the first device that fits. `backend` is pyusb's way to the bus."""

    def __init__(self, bus: Bus, backend: Any = None) -> None:
        super().__init__()
        try:
            device = usb.core.find(
                idVendor=bus.vendor,
                idProduct=bus.product,
                backend=backend,
                custom_match=lambda one: not bus.serial or serial_of(one) == bus.serial,
            )
            if device is None:
                raise OSError("no such device on the bus")
            self._device: Any = device
            self._out, self._in = self._claimed()
        except (usb.core.NoBackendError, NotImplementedError) as error:
            raise OSError(f"no way to the bus: {error}") from None

    def _claimed(self) -> tuple[Any, Any]:
        face = usb.util.find_descriptor(
            self._device.get_active_configuration(), bInterfaceClass=PRINTERS
        )
        if face is None:
            raise OSError("the device is no printer")
        self._face = face.bInterfaceNumber
        with suppress(NotImplementedError):
            if self._device.is_kernel_driver_active(face.bInterfaceNumber):
                self._device.detach_kernel_driver(face.bInterfaceNumber)
        usb.util.claim_interface(self._device, face)
        pipes = [
            usb.util.find_descriptor(face, custom_match=lambda e, way=way: _leads(e, way))
            for way in (usb.util.ENDPOINT_OUT, usb.util.ENDPOINT_IN)
        ]
        if pipes[0] is None:
            raise OSError("the printer has no pipe to write to")
        return pipes[0], pipes[1]

    def reason(self, silent: float) -> str | None:
        """What the printer says of its own accord, or GET_PORT_STATUS: no paper, even when it is mute."""
        with suppress(usb.core.USBError, NotImplementedError):
            [status] = self._device.ctrl_transfer(0xA1, 1, 0, self._face, 1, timeout=1000)
            if status & PAPER_OUT:
                return "paper_out"
        return super().reason(silent)

    def close(self, within: float) -> None:
        """Give the device back; every transfer has ended by itself or by its deadline."""
        with suppress(usb.core.USBError):
            usb.util.dispose_resources(self._device)

    def _put(self, data: memoryview, within: float) -> int:
        with suppress(usb.core.USBTimeoutError):
            return int(self._out.write(bytes(data[:MOST]), _milliseconds(within)))
        return 0

    def _get(self, within: float) -> bytes:
        if self._in is not None:
            with suppress(usb.core.USBTimeoutError):
                size = self._in.wMaxPacketSize
                return bytes(self._in.read(size, _milliseconds(within)))
        return b""


def serial_of(device: Any) -> str | None:
    """A device's serial number; None when it has none or nobody here may ask."""
    with suppress(usb.core.USBError, ValueError):
        number: str | None = device.serial_number
        return number
    return None


def _leads(pipe: Any, way: int) -> bool:
    kind = usb.util.endpoint_type(pipe.bmAttributes)
    found = kind, usb.util.endpoint_direction(pipe.bEndpointAddress)
    return found == (usb.util.ENDPOINT_TYPE_BULK, way)


def _milliseconds(seconds: float) -> int:
    """At least one: none would be no deadline at all."""
    return max(1, round(seconds * 1000))
