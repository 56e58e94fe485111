"""A winmail.dat (TNEF) as Outlook writes it: a body and one file."""

import struct

_SIGNATURE, _MESSAGE, _ATTACHMENT = 0x223E9F78, 1, 2
_BODY, _RENDER, _TITLE, _DATA = 0x0002800C, 0x00069002, 0x00018010, 0x0006800F


def winmail(body: str, file_name: str, content: bytes) -> bytes:
    """The file that an email from Outlook may carry in place of its words."""
    return b"".join(
        (
            struct.pack("<IH", _SIGNATURE, 1),
            _attribute(_MESSAGE, _BODY, body.encode("cp1252") + b"\0"),
            _attribute(_ATTACHMENT, _RENDER, bytes(14)),
            _attribute(_ATTACHMENT, _TITLE, file_name.encode("cp1252") + b"\0"),
            _attribute(_ATTACHMENT, _DATA, content),
        )
    )


def _attribute(level: int, tag: int, content: bytes) -> bytes:
    head = struct.pack("<BII", level, tag, len(content))
    return head + content + struct.pack("<H", sum(content) & 0xFFFF)
