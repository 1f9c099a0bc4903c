"""`jiaohao agent learn`: what comes from a port, told line by line."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from select import select
from time import monotonic

from serial.tools.list_ports import comports

from printers.agent.frames import LONGEST, Pattern
from printers.agent.hid import NAMES, keyboards, keys_in
from printers.agent.learn import propose
from printers.agent.port import read_all
from printers.agent.serial_port import open_serial

REST = 0.15
"""Seconds of silence between two presses."""

Say = Callable[[str], None]
NOTHING = "Nothing is plugged in that could be learned."
QUESTION = "Press each key in turn; press the first one again at the end."


def bursts(number: int, seconds: float) -> Iterator[bytes]:
    """The bytes of each press on an open port, for so many seconds; what never rests is cut into pieces."""
    until, said = monotonic() + seconds, b""
    while (left := until - monotonic()) > 0:
        if select([number], [], [], min(REST, left) if said else left)[0]:
            said += read_all(number)
            if len(said) < LONGEST:
                continue
        if said:
            yield said
            said = b""
    if said:
        yield said


def ports(say: Say, names: Path = NAMES) -> None:
    """Tell the serial ports and keyboards of this machine, each as a configuration names it."""
    found = [f"serial: {port.device}   # {port.description}" for port in sorted(comports())]
    found += [
        f"hid: {one.name}   # {one.path}, plugged in at {one.socket}"
        for one in keyboards(names)
        if one.types
    ]
    for line in found or [NOTHING]:
        say(line)


def frames_of(path: str, baud: int, seconds: float, say: Say) -> None:
    """Tell each press on a serial port as bytes, and the frame that fits whenever it is another one."""
    seen: list[bytes] = []
    told = None
    with open_serial(path, baud) as port:
        say(QUESTION)
        for press in bursts(port.fileno(), seconds):
            say(press.hex(" ").upper())
            seen.append(press)
            frame = propose(seen)
            if frame is not None:
                told = _tell(frame, seen, told, say)
    if told is None:
        say("No frame fits what came; what differs from press to press is the key.")


def _tell(frame: str, seen: list[bytes], told: str | None, say: Say) -> str:
    pattern = Pattern(frame)
    found = [pattern.match(press) for press in dict.fromkeys(seen)]
    keys = ", ".join(f"{match.fields['key'].hex(' ')}: …" for match in found if match)
    text = f'frames: ["{frame}"]\nkeys: {{{keys}}}'
    if text != told:
        say(text)
    return text


def keys_of(path: str, seconds: float, say: Say) -> None:
    """Tell each key of a keyboard by the name that a configuration gives it."""
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    until = monotonic() + seconds
    say(QUESTION)
    try:
        while (left := until - monotonic()) > 0:
            if select([number], [], [], left)[0]:
                for key in keys_in(read_all(number)):
                    say(f"keys: {{{key}: …}}")
    finally:
        os.close(number)
