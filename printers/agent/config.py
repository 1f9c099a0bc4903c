"""What is plugged in where: the agent's own YAML file. Which windows it may speak for, the hall's set-up says."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from printers.agent.frames import ANY, BadPattern, Pattern
from printers.agent.keycodes import NAMES, named
from server.hall import printer_address
from server.hall.plan import Printer
from server.hall.press import CALLER, RATE

STRICT = ConfigDict(extra="forbid")
SIZED = frozenset({"number", "digits", "bcd"})
SIGN_FIELDS = SIZED | {"label"}
BYTES = re.compile(r"(?:[0-9a-f]{2})+")


class BadConfig(Exception):
    """A file that cannot be used; the text names each place and what is wrong there."""


@dataclass(frozen=True)
class Device:
    """A thing at a window. It hangs on a `serial` port (a path, `baud` 8N1) or is a keyboard, `hid` (a name or a path).

    Of a keypad and an evaluator: `frames` are what it sends, `keys` name what its `key` field, or a keyboard's key,
    asks for, `answer` is sent back when a press is kept, `refused` when the server says that one does not count, and a
    key counts again after `debounce` seconds. `ask` is
    sent every `every` seconds; a device that says nothing for `silence` seconds is mute. Of a sign: `shows` a
    number, `blank` when there is none, said again every `every` seconds. An evaluator is sent `wake` while a
    service can be rated, and `rest` after that.
    """

    __pydantic_config__ = STRICT

    code: str
    kind: Literal["evaluator", "keypad", "sign"]
    window: str
    serial: str = ""
    hid: str = ""
    baud: int = 9600
    frames: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    answer: str = ""
    refused: str = ""
    debounce: float = 0.4
    ask: str = ""
    every: float | None = None
    silence: float | None = None
    grab: bool = True
    wake: str = ""
    rest: str = ""
    shows: str = ""
    blank: str = ""

    @property
    def often(self) -> float:
        """`every`, where the file says it; a sign that was without power shows its number within seconds."""
        if self.every is not None:
            return self.every
        return 5.0 if self.kind == "sign" else 30.0


@dataclass(frozen=True)
class Config:
    """Where the server is, where the agent keeps its key and its store, and what it speaks for."""

    __pydantic_config__ = STRICT

    server: str
    data: Path = Path("var/agent")
    devices: tuple[Device, ...] = ()
    printers: tuple[Printer, ...] = ()


ADAPTER: TypeAdapter[Config] = TypeAdapter(Config)


def read_config(path: Path) -> Config:
    """The file at `path`. Raises BadConfig."""
    try:
        # Everything is text as it was written: 01 is a byte and no number.
        document: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadConfig(f"{path}: {error}") from error
    for printer in document.get("printers") or () if isinstance(document, dict) else ():
        if isinstance(printer, dict):
            printer.setdefault("name", {})
            width = str(printer.get("width", 576))
            printer["width"] = int(width) if width.isdecimal() else width
    try:
        config = ADAPTER.validate_python(document)
    except ValidationError as error:
        told = error.errors(include_url=False)
        lines = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in told]
        raise BadConfig("\n".join(lines)) from error
    found = faults(config)
    if found:
        raise BadConfig("\n".join(found))
    return config


def faults(config: Config) -> list[str]:
    """What is wrong with a configuration, a line each."""
    found = []
    if not is_address(config.server):
        found.append("server: write http://… or https://…")
    codes = [d.code for d in config.devices] + [p.code for p in config.printers]
    found += [
        f"{code}: this code is there twice" for code in {c for c in codes if codes.count(c) > 1}
    ]
    for device in config.devices:
        found += [f"devices.{device.code}.{text}" for text in _device(device)]
    found += _shared(config.devices)
    bauds: dict[str, int] = {}
    for device in config.devices:
        if device.serial and bauds.setdefault(device.serial, device.baud) != device.baud:
            found.append(f"devices.{device.code}.baud: another device on this port has another")
    for printer in config.printers:
        if printer.driver in ("agent", "screen"):
            found.append(f"printers.{printer.code}.driver: the printer itself, as it hangs here")
        elif wrong := printer_address.fault(printer.driver, printer.address):
            found.append(f"printers.{printer.code}.address: {wrong}")
    return found


def is_address(text: str) -> bool:
    """Whether a text is the address of a server."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _shared(devices: tuple[Device, ...]) -> Iterator[str]:
    """Keys that would be pressed at two devices at once."""
    known: dict[tuple[str, str, str, str], str] = {}
    for device in devices:
        for frame in device.frames if device.serial else ("",):
            for key in device.keys:
                told = (device.serial, device.hid, " ".join(frame.split()), key_of(device, key))
                if (other := known.setdefault(told, device.code)) != device.code:
                    yield f"devices.{device.code}.keys.{key}: it is a key of {other} already"


def _device(device: Device) -> list[str]:
    found = [f"{name}: {wrong}" for name, wrong in _numbers(device)]
    if bool(device.serial) == bool(device.hid):
        found.append("serial: name a serial port or a keyboard (hid)")
    for name in ("answer", "refused", "ask", "blank", "wake", "rest"):
        found += _pattern(name, getattr(device, name), frozenset())
    found += _pattern("shows", device.shows, SIGN_FIELDS)
    for frame in device.frames:
        found += _pattern("frames", frame)
    if device.kind == "sign":
        if device.hid or not device.shows or not device.blank:
            found.append("shows: a sign hangs on a serial port, and has shows and blank")
        return found
    may = RATE if device.kind == "evaluator" else CALLER
    found += [
        f"keys.{key}: one of {', '.join(may)}"
        for key, does in device.keys.items()
        if does not in may
    ]
    if not device.keys:
        found.append("keys: name what its keys ask for")
    if device.serial and not found:
        found += _frame_keys(device)
    if device.hid:
        strange = (key for key in device.keys if plain(key) not in NAMES and not key.isdecimal())
        found += [f"keys.{key}: no key is called so; agent learn tells its name" for key in strange]
    return found


def _frame_keys(device: Device) -> Iterator[str]:
    """Keys that no frame of a serial device can hold."""
    patterns = [Pattern(frame) for frame in device.frames]
    sizes = {item.size for one in patterns for item in one.items if item.name == "key"}
    if not sizes:
        yield "frames: one of them has a field called key"
        return
    for key in device.keys:
        if not BYTES.fullmatch(plain(key)) or not {0, len(plain(key)) // 2} & sizes:
            yield f"keys.{key}: write its bytes as two hexadecimal digits each, as many as key has"


def plain(key: str) -> str:
    """The name of a key, however it is written: 03 1F is 031f."""
    return key.replace(" ", "").lower()


def key_of(device: Device, key: str) -> str:
    """What a device calls a key of its configuration."""
    return named(plain(key)) if device.hid else plain(key)


def _numbers(device: Device) -> Iterator[tuple[str, str]]:
    least = {"baud": 50, "debounce": 0, "every": 0.2, "silence": 0.2}
    for name, low in least.items():
        value = getattr(device, name)
        if value is not None and not low <= value < inf:
            yield name, f"at least {low}"


def _pattern(name: str, text: str, may: frozenset[str] | None = None) -> list[str]:
    """What is wrong with a frame; one that is built has no other fields than it `may`, and every byte is known."""
    if not text:
        return []
    try:
        pattern = Pattern(text)
    except BadPattern as error:
        return [f"{name}: {error}"]
    if may is None:
        return []
    if not pattern.fields <= may:
        return [f"{name}: the fields are {', '.join(sorted(may)) or 'none'}"]
    figures = [item.name for item in pattern.items if item.name in SIZED and not item.size]
    if any(item.name == ANY for item in pattern.items) or figures:
        return [f"{name}: what is sent has a size and no ??"]
    return []
