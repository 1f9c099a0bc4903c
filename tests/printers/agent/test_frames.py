"""Frames as configuration: what is seen in the field is read and built, and rubbish between frames is passed over."""

import random
from collections.abc import Callable, Mapping

import pytest

from printers.agent.frames import BadPattern, Pattern, Short
from printers.agent.reader import REST, Reader

FIELD = Pattern("FF 68 len len 68 [addr cmd data*] sum 16")
CALL = bytes.fromhex("FF 68 04 04 68 03 31 00 07 3B 16")


def exactly(**fields: bytes) -> Mapping[str, Callable[[int], bytes]]:
    """Fields that are these bytes, whatever size is asked for."""
    return {name: lambda size, value=value: value for name, value in fields.items()}  # type: ignore[misc]


def test_a_caller_s_frame_is_read_and_built() -> None:
    found = FIELD.match(CALL)
    assert found is not None
    assert found.size == len(CALL)
    assert found.fields == {"addr": b"\x03", "cmd": b"\x31", "data": b"\x00\x07"}
    assert FIELD.build(exactly(**found.fields)) == CALL


def test_a_sign_shows_999() -> None:
    assert Pattern("[05 number:2] sum").build(exactly(number=b"\x03\xe7")) == b"\x05\x03\xe7\xef"


@pytest.mark.parametrize(
    ("pattern", "frame"),
    [
        ("AA [key] xor", b"\xaa\x31\x31"),
        ("AA [key 02] lrc", b"\xaa\x31\x02\xcd"),
        ("[01 03 00 00 00 key] crc16", b"\x01\x03\x00\x00\x00\x0a\xc5\xcd"),
        ("key* 0D", b"K3\r"),
        ("02 [key*] 03 xor", b"\x02K3\x03\x78"),
        ("key sum", b"\x31\x31"),
        ("AA ?? key", b"\xaa\x99\x31"),
    ],
)
def test_other_frames(pattern: str, frame: bytes) -> None:
    read = Pattern(pattern)
    found = read.match(frame + b"\x00")
    assert found is not None
    assert found.size == len(frame)
    assert "key" in found.fields
    if "??" not in pattern:
        assert read.build(exactly(**found.fields)) == frame
    for size in range(len(frame)):
        with pytest.raises(Short):
            read.match(frame[:size])


@pytest.mark.parametrize("at", range(len(CALL)))
def test_one_wrong_byte_is_no_frame(at: int) -> None:
    wrong = bytearray(CALL)
    wrong[at] ^= 0x40
    if at in (7, 8):  # a field, which the sum still covers
        assert FIELD.match(bytes(wrong)) is None
        return
    try:
        assert FIELD.match(bytes(wrong)) is None
    except Short:
        assert at in (2, 3), "a length may promise more"


@pytest.mark.parametrize("text", ["", "[key", "key]", "[a] [b]", "GG", "key*", "key:0", "data* ??"])
def test_what_is_no_pattern_is_refused(text: str) -> None:
    with pytest.raises(BadPattern):
        Pattern(text)


def test_frames_are_found_in_rubbish_however_they_are_cut() -> None:
    chance = random.Random(7)
    for _ in range(200):
        said, many = b"", 0
        while len(said) < 300:
            if chance.random() < 0.4:
                said, many = said + CALL, many + 1
            else:
                said += bytes(chance.choices((0x00, 0x16, 0x31, 0x99), k=chance.randint(0, 9)))
        reader: Reader[str] = Reader([("pad", FIELD)])
        found = []
        while said:
            cut = chance.randint(1, 20)
            found += reader.feed(said[:cut], 0.0)
            said = said[cut:]
        assert len(found) == many


def test_half_a_frame_holds_up_the_next_for_a_moment_only() -> None:
    reader: Reader[str] = Reader([("pad", FIELD)])
    assert reader.feed(b"\xff\x68\x20\x20\x68\x03", 1.0) == []
    assert reader.feed(CALL, 1.1) == [], "it may be the data of a long one"
    assert [owner for owner, _ in reader.feed(b"", 1.1 + 2 * REST)] == ["pad"]
    assert not reader.waits


def test_each_device_of_a_line_hears_its_own() -> None:
    patterns = [(n, Pattern(f"FF 68 len len 68 [{n:02x} key data*] sum 16")) for n in (2, 3)]
    reader = Reader(patterns)
    assert [owner for owner, _ in reader.feed(CALL * 2, 0.0)] == [3, 3]
