"""A container of the older Office formats, written whole: each stream in sectors of its own."""

import struct
from collections.abc import Mapping
from itertools import pairwise

_SECTOR = 512
_LEAST = 4_096  # a shorter stream would stand in a table of small ones
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_ENTRY = 128


def container(streams: Mapping[str, bytes]) -> bytes:
    """A file that holds these streams; a name may have one storage before a slash."""
    storages = sorted({name.partition("/")[0] for name in streams if "/" in name})
    contents = [content.ljust(_LEAST, b"\0") for content in streams.values()]
    sectors = [-(-len(content) // _SECTOR) for content in contents]
    entries = 1 + len(storages) + len(streams)
    of_directory = -(-entries * _ENTRY // _SECTOR)
    table = [_TABLE, *_chain(1, of_directory)]
    starts = []
    for count in sectors:
        starts.append(len(table))
        table += _chain(len(table), count)
    assert len(table) <= _SECTOR // 4
    directory = _directory(list(streams), storages, starts, contents)
    return b"".join(
        (
            _header(),
            struct.pack("<128I", *table, *[_FREE] * (128 - len(table))),
            directory.ljust(of_directory * _SECTOR, b"\0"),
            *(content.ljust(-(-len(content) // _SECTOR) * _SECTOR, b"\0") for content in contents),
        )
    )


def _chain(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), _END]


def _header() -> bytes:
    beginning = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    sizes = struct.pack(
        "<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, _LEAST, _END, 0, _END, 0
    )
    return beginning + sizes + struct.pack("<109I", 0, *[_FREE] * 108)


def _directory(
    names: list[str], storages: list[str], starts: list[int], contents: list[bytes]
) -> bytes:
    """The root, the storages and the streams; brothers hang each on the right of the one before."""
    children: dict[str, list[int]] = {"": list(range(1, 1 + len(storages)))}
    for place, name in enumerate(names, start=1 + len(storages)):
        children.setdefault(name.rpartition("/")[0], []).append(place)
    following = {one: other for own in children.values() for one, other in pairwise(own)}
    entries = [_entry("Root Entry", _ROOT, child=children[""][0], start=_END)]
    for place, name in enumerate(storages, start=1):
        entries.append(_entry(name, _STORAGE, following.get(place, _FREE), children[name][0]))
    for place, name in enumerate(names, start=1 + len(storages)):
        at = place - 1 - len(storages)
        own = name.rpartition("/")[2]
        entries.append(
            _entry(
                own, _STREAM, following.get(place, _FREE), start=starts[at], size=len(contents[at])
            )
        )
    return b"".join(entries)


def _entry(
    name: str, kind: int, right: int = _FREE, child: int = _FREE, start: int = 0, size: int = 0
) -> bytes:
    own = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII36xIQ", own, len(own), kind, 1, _FREE, right, child, start, size)
