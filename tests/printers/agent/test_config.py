"""An agent's file is refused with every fault named; the example of the manual is a good one."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from printers.agent.config import BadConfig, read_config
from tests.printers.agent.bench import CALLER, EVALUATOR
from tests.printers.agent.test_signs import SIGN

GOOD: dict[str, Any] = {"server": "http://192.0.2.1:8000", "data": "/tmp/x"}
PAD = CALLER | {"serial": "/dev/ttyS0"}
KEYBOARD = {"code": "kb4", "kind": "keypad", "window": "4", "hid": "Pad", "keys": {"kp1": "next"}}


def written(folder: Path, **more: Any) -> Path:
    """A file with these settings."""
    path = folder / "agent.yaml"
    path.write_text(yaml.safe_dump(GOOD | more), encoding="utf-8")
    return path


def test_the_manual_s_example_can_be_used(root: Path, tmp_path: Path) -> None:
    text = (root / "docs/agent.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```yaml\n( +# agent\.yaml\n.*?)```", text, re.S)
    path = tmp_path / "agent.yaml"
    path.write_text(re.sub(r"^   ", "", block, flags=re.M), encoding="utf-8")
    config = read_config(path)
    assert [device.code for device in config.devices] == ["pad3", "eval3", "eval4", "sign3"]
    assert [printer.code for printer in config.printers] == ["p3"]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"server": "192.0.2.1"}, "server: write http://"),
        ({"server": "http://"}, "server: write http://"),
        ({"server": "http://hall:99999"}, "server: write http://"),
        ({"devices": [PAD | {"baud": 0}]}, "devices.pad3.baud: at least 50"),
        ({"devices": [PAD | {"debounce": -1}]}, "devices.pad3.debounce: at least 0"),
        ({"devices": [PAD | {"every": "nan"}]}, "devices.pad3.every: at least 0.2"),
        ({"devices": [PAD | {"silence": "inf"}]}, "devices.pad3.silence: at least 0.2"),
        ({"devices": [PAD | {"answer": "key"}]}, "devices.pad3.answer: the fields are none"),
        ({"devices": [PAD | {"refused": "[15 what] sum"}]}, "devices.pad3.refused: the fields are"),
        ({"devices": [PAD | {"ask": "05 ??"}]}, "devices.pad3.ask: what is sent has a size"),
        ({"colour": "red"}, "colour: Unexpected keyword argument"),
        ({"devices": [PAD, PAD]}, "pad3: this code is there twice"),
        (
            {"devices": [PAD | {"hid": "Keys"}]},
            "devices.pad3.serial: name a serial port or a keyboard",
        ),
        ({"devices": [PAD | {"frames": ["FF [key"]}]}, "devices.pad3.frames: no frame"),
        ({"devices": [PAD | {"frames": ["FF data"]}]}, "one of them has a field called key"),
        (
            {"devices": [PAD | {"keys": {"31": "rate-5"}}]},
            "devices.pad3.keys.31: one of next, recall",
        ),
        ({"devices": [PAD | {"keys": {}}]}, "name what its keys ask for"),
        (
            {"devices": [EVALUATOR | {"serial": "/dev/ttyS0", "baud": 1200}, PAD]},
            "devices.pad3.baud: another device on this port",
        ),
        (
            {"devices": [PAD | {"keys": {"1": "next"}}]},
            "devices.pad3.keys.1: write its bytes as two hexadecimal digits",
        ),
        (
            {"devices": [PAD | {"keys": {"03 31": "next"}}]},
            "devices.pad3.keys.03 31: write its bytes as two hexadecimal digits",
        ),
        (
            {"devices": [KEYBOARD | {"keys": {"kp_5": "next"}}]},
            "devices.kb4.keys.kp_5: no key is called so",
        ),
        (
            {"devices": [PAD, PAD | {"code": "pad4", "window": "4"}]},
            "devices.pad4.keys.31: it is a key of pad3 already",
        ),
        (
            {"devices": [KEYBOARD, KEYBOARD | {"code": "kb5", "keys": {"79": "next"}}]},
            "devices.kb5.keys.79: it is a key of kb4 already",
        ),
        ({"devices": [SIGN | {"hid": "Keys"}]}, "a sign hangs on a serial port"),
        (
            {"devices": [SIGN | {"serial": "/dev/ttyS0", "shows": "[05 what] sum"}]},
            "the fields are",
        ),
        (
            {"devices": [SIGN | {"serial": "/dev/ttyS0", "blank": "[05 number:2] sum"}]},
            "devices.sign3.blank: the fields are none",
        ),
        (
            {"devices": [SIGN | {"serial": "/dev/ttyS0", "shows": "02 bcd* 03"}]},
            "devices.sign3.shows: what is sent has a size",
        ),
        ({"printers": [{"code": "p", "driver": "agent", "address": "front"}]}, "as it hangs here"),
        ({"printers": [{"code": "p", "driver": "network", "address": "x"}]}, "printers.p.address"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, more: dict[str, Any], says: str) -> None:
    with pytest.raises(BadConfig) as refused:
        read_config(written(tmp_path, **more))
    assert says in str(refused.value)


@pytest.mark.parametrize("text", ["", "[", "- 1", "server: [", "\x00"])
def test_what_is_no_file_of_settings_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "agent.yaml"
    path.write_text(text)
    with pytest.raises(BadConfig):
        read_config(path)
    with pytest.raises(BadConfig):
        read_config(tmp_path / "none.yaml")
