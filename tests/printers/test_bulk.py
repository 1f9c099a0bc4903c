"""A USB printer through pyusb: everything but the bus itself is real."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
import usb.backend
import usb.core

from printers.drivers.bulk import Bulk
from printers.drivers.driver import Blocked, Outcome
from printers.drivers.patience import Times
from printers.drivers.receipt import Receipt
from printers.slip import draw
from server.hall.printer_address import Bus
from tests.printers.hall import SHORT, SURE
from tests.printers.papers import PLAIN, same
from tests.printers.simulator import Printer

THIS = Bus(0x04B8, 0x0E15)


class Cable(usb.backend.IBackend):  # type: ignore[misc]
    """One device with a scanner's and a printer's interface; its pipes are a socket to the simulated printer."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        self.taken: list[int] = []
        self.driven = True
        self.most: int | None = None
        self.no_paper = False

    def enumerate_devices(self) -> Iterator[int]:
        yield 1

    def get_device_descriptor(self, dev: int) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0,
            bDeviceProtocol=0, bMaxPacketSize0=64, idVendor=0x04B8, idProduct=0x0E15,
            bcdDevice=0x100, iManufacturer=0, iProduct=0, iSerialNumber=0, bNumConfigurations=1,
            address=1, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: int, config: int) -> Any:
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=0, bNumInterfaces=2, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0x80, bMaxPower=50, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: int, intf: int, alt: int, config: int) -> Any:
        if alt > 0 or intf > 1:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=intf, bAlternateSetting=0,
            bNumEndpoints=2, bInterfaceClass=(255, 7)[intf], bInterfaceSubClass=1,
            bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: int, ep: int, intf: int, alt: int, config: int) -> Any:
        if ep > 1:
            raise IndexError
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=((0x03, 0x84), (0x01, 0x82))[intf][ep], bmAttributes=2,
            wMaxPacketSize=64, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: int) -> int:
        return dev

    def close_device(self, dev_handle: int) -> None:
        pass

    def get_configuration(self, dev_handle: int) -> int:
        return 1

    def claim_interface(self, dev_handle: int, intf: int) -> None:
        if self.driven:
            raise usb.core.USBError("busy", errno=16)
        self.taken.append(intf)

    def release_interface(self, dev_handle: int, intf: int) -> None:
        self.taken.remove(intf)

    def is_kernel_driver_active(self, dev_handle: int, intf: int) -> bool:
        return self.driven

    def detach_kernel_driver(self, dev_handle: int, intf: int) -> None:
        self.driven = False

    def bulk_write(self, dev_handle: int, ep: int, intf: int, data: Any, timeout: int) -> int:
        assert (ep, intf) == (0x01, 1)
        self.line.settimeout(timeout / 1000)
        try:
            return self.line.send(bytes(data)[: self.most])
        except TimeoutError:
            raise usb.core.USBTimeoutError("timed out", errno=110) from None
        except OSError:
            raise usb.core.USBError("no device", errno=19) from None

    def bulk_read(self, dev_handle: int, ep: int, intf: int, buff: Any, timeout: int) -> int:
        assert (ep, intf) == (0x82, 1)
        self.line.settimeout(timeout / 1000)
        try:
            said = self.line.recv(len(buff))
        except TimeoutError:
            raise usb.core.USBTimeoutError("timed out", errno=110) from None
        except OSError:
            said = b""
        if not said:
            raise usb.core.USBError("no device", errno=19)
        buff[: len(said)] = type(buff)("B", said)
        return len(said)

    def ctrl_transfer(
        self,
        dev_handle: int,
        kind: int,
        request: int,
        value: int,
        index: int,
        data: Any,
        timeout: int,
    ) -> int:
        assert (kind, request, value, index) == (0xA1, 1, 0, 1), "GET_PORT_STATUS of the printer"
        data[0] = 0x18 | 0x20 * self.no_paper
        return 1


@contextmanager
def cabled(printer: Printer) -> Iterator[Cable]:
    """The printer at the end of a cable."""
    ours, theirs = socket.socketpair()
    thread = Thread(target=printer.serve, args=(theirs,), daemon=True)
    thread.start()
    try:
        yield Cable(ours)
    finally:
        printer.resume.set()
        with suppress(OSError):
            ours.shutdown(socket.SHUT_RDWR)
        ours.close()
        thread.join(2)


def at(cable: Cable, bus: Bus = THIS, times: Times = SURE) -> Receipt:
    """A driver for the printer at the end of the cable."""
    return Receipt(lambda _: Bulk(bus, cable), times=times)


def sent(driver: Receipt) -> Outcome:
    """A slip from beginning to end."""
    driver.preflight()
    driver.prepare(PLAIN)
    return driver.send()


def test_slips_come_out_through_the_printers_interface() -> None:
    printer = Printer()
    with cabled(printer) as cable:
        cable.most = 999
        driver = at(cable)
        for _ in range(2):
            assert sent(driver) is Outcome.DONE
            driver.rest()
        assert cable.taken == [1]
        driver.close()
        assert cable.taken == []
        papers = printer.pictures()
    assert [same(paper, draw(PLAIN)) for paper in papers] == [True, True]


def test_no_paper_blocks_and_a_printer_that_takes_nothing_meets_a_deadline() -> None:
    with cabled(Printer(paper_out=True)) as cable, pytest.raises(Blocked, match="paper_out"):
        sent(at(cable))
    with cabled(Printer(stall_after=5_000)) as cable:
        # The line between takes a slip by itself: the printer must stop before.
        cable.line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        assert sent(at(cable, times=SHORT)) is Outcome.UNKNOWN


def test_pulled_out_and_back() -> None:
    with cabled(Printer()) as cable:
        driver = at(cable)
        assert sent(driver) is Outcome.DONE
    with pytest.raises(Blocked, match="unreachable"):
        driver.preflight()
    with cabled(Printer()) as cable:
        driver.connect = lambda _: Bulk(THIS, cable)
        assert sent(driver) is Outcome.DONE


@pytest.mark.parametrize("bus", [Bus(0x04B8, 1), Bus(1, 0x0E15), Bus(0x04B8, 0x0E15, "other")])
def test_another_device_is_not_ours(bus: Bus) -> None:
    with cabled(Printer()) as cable, pytest.raises(Blocked, match="unreachable"):
        at(cable, bus).preflight()


def test_the_port_of_a_mute_printer_says_that_there_is_no_paper() -> None:
    printer = Printer(silent=True)
    with cabled(printer) as cable:
        driver, cable.no_paper = at(cable), True
        driver.mute = True
        with pytest.raises(Blocked, match="paper_out"):
            driver.preflight()
        assert printer.received == 0
        cable.no_paper = False
        assert sent(driver) is Outcome.UNCONFIRMED
        driver.close()
