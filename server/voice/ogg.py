"""Ogg Opus files without a codec: their packets out of one file, and into another.

Packets of several clips one after another are one stream, for each clip begins and ends in silence.
Formats: RFC 3533 (Ogg), RFC 7845 (Opus in Ogg), RFC 6716 section 3.1 (a packet's first byte).
"""

import struct
import zlib
from collections.abc import Iterator, Sequence

PAGE = struct.Struct("<4sBBqIIIB")
HEAD = struct.Struct("<8sBBHIhB")
FIRST, LAST = 2, 4
RATE = 48_000
"""Positions in Opus count at this rate, whatever was recorded."""

RECORDED = 24_000
SERIAL = 0x6A69616F
PRESKIP = 312
"""Samples a decoder drops at the start: the encoder's look-ahead, 6.5 ms."""

LACES, LACE = 255, 255
MIRROR = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
FRAMES = (
    *(480, 960, 1920, 2880) * 3,
    *(480, 960) * 2,
    *(120, 240, 480, 960) * 4,
)
"""Samples of one frame by the upper five bits of a packet's first byte."""


def packets(file: bytes) -> list[bytes]:
    """The sound of an Ogg Opus file with one stream, without its two heads. Raises ValueError."""
    found: list[bytes] = []
    open_packet = b""
    for laces, body in _pages(file):
        at = 0
        for lace in laces:
            open_packet += body[at : at + lace]
            at += lace
            if lace < LACE:
                found.append(open_packet)
                open_packet = b""
    if len(found) < 2 or not found[0].startswith(b"OpusHead"):
        raise ValueError("not an Ogg Opus file")
    return found[2:]


def length(packet: bytes) -> int:
    """Samples of a packet, at RATE."""
    count = (1, 2, 2)[packet[0] & 3] if packet[0] & 3 < 3 else packet[1] & 63
    return FRAMES[packet[0] >> 3] * count


def file_of(sound: Sequence[bytes]) -> bytes:
    """An Ogg Opus file (mono) of packets."""
    head = HEAD.pack(b"OpusHead", 1, 1, PRESKIP, RECORDED, 0, 0)
    tags = b"OpusTags" + struct.pack("<I7sI", 7, b"jiaohao", 0)
    pages = [_page(0, FIRST, 0, [head]), _page(1, 0, 0, [tags])]
    position = 0
    groups = list(_groups(sound))
    for number, group in enumerate(groups, 2):
        position += sum(map(length, group))
        pages.append(_page(number, LAST if number == len(groups) + 1 else 0, position, group))
    return b"".join(pages)


def _pages(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(file):
        try:
            mark, *_, count = PAGE.unpack_from(file, at)
        except struct.error as error:
            raise ValueError("a page is cut off") from error
        if mark != b"OggS":
            raise ValueError("not an Ogg file")
        at += PAGE.size
        laces = file[at : at + count]
        at += count
        yield laces, file[at : at + sum(laces)]
        at += sum(laces)


def _groups(sound: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Packets that fit into a page together."""
    group: list[bytes] = []
    room = LACES
    for packet in sound:
        needs = len(packet) // LACE + 1
        if needs > room:
            yield group
            group, room = [], LACES
        group.append(packet)
        room -= needs
    if group:
        yield group


def _page(number: int, kind: int, position: int, group: Sequence[bytes]) -> bytes:
    laces = b"".join(
        bytes([LACE]) * (len(packet) // LACE) + bytes([len(packet) % LACE]) for packet in group
    )
    head = PAGE.pack(b"OggS", 0, kind, position, SERIAL, number, 0, len(laces))
    page = head + laces + b"".join(group)
    return page[:22] + struct.pack("<I", _checksum(page)) + page[26:]


def _checksum(page: bytes) -> int:
    """Ogg's CRC-32 is zlib's with all bits mirrored, and without its two negations."""
    mirrored = zlib.crc32(page.translate(MIRROR), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)
