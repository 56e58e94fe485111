"""The text of a file that is nothing but text."""


def decoded(content: bytes) -> str | None:
    """`content` in the first encoding that it can be in: UTF-16, UTF-8 or Windows'; else None."""
    starts_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if starts_utf16 else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
