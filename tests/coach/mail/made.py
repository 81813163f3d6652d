"""Outlook .msg files made by the tests themselves."""

import struct

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512
LEAST = 4096
"""Bytes from which a stream lies in sectors of its own; shorter ones would need a file system within the file system."""


def msg(**texts: str) -> bytes:
    """A .msg of properties, such as ``p0037001F="a subject"``; every stream is filled up with zeros."""
    listed = [struct.pack("<IIII", int(name[1:], 16), 6, len(_bytes_of(name, text)), 0) for name, text in texts.items()]
    streams = {"__properties_version1.0": bytes(32) + b"".join(listed) * (LEAST // len(listed) // 16 + 1)}
    streams |= {f"__substg1.0_{name[1:]}": _bytes_of(name, text) for name, text in texts.items()}
    names = ["Root Entry", *streams]
    chains: list[int] = []
    data = b""
    starts = []
    for content in streams.values():
        sectors = max(1, -(-len(content) // SECTOR))
        starts.append(len(chains))
        chains += [*range(len(chains) + 1, len(chains) + sectors), END]
        data += content.ljust(sectors * SECTOR, b"\0")
    folder_at, folder_sectors = len(chains), -(-len(names) // 4)
    chains += [*range(folder_at + 1, folder_at + folder_sectors), END]
    fat_at = len(chains)
    chains.append(FAT)
    folder = _entry("Root Entry", 5, child=1, start=END, size=0)
    for number, (name, content) in enumerate(streams.items(), 1):
        right = number + 1 if number < len(streams) else FREE
        folder += _entry(name, 2, right=right, start=starts[number - 1], size=len(content))
    folder = folder.ljust(folder_sectors * SECTOR, b"\0")
    fat = b"".join(struct.pack("<I", one) for one in chains).ljust(SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, folder_at, 0, LEAST, END, 0, END, 0) + struct.pack("<I", fat_at) + b"\xff" * 432
    return head + data + folder + fat


def _bytes_of(name: str, text: str) -> bytes:
    encoded = text.encode("utf-16-le") if name.endswith("001F") else text.encode("utf-8")
    return encoded.ljust(LEAST, b"\0")


def _entry(name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(encoded), kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
