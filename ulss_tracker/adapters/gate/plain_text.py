"""Bytes of no format: the text of a file that is nothing but text, and what is behind a file."""

_PADDING = 512  # bytes after the end that cameras and programs add


def has_more_behind(content: bytes, end: int) -> bool:
    """Whether there is more behind the `end` of what `content` is, or the end of an archive."""
    return len(content) - end > _PADDING or b"PK\x05\x06" in content[-65_557:]


def decoded(content: bytes) -> str | None:
    """`content` in the first encoding that it can be in: UTF-16, UTF-8 or Windows'; else None."""
    starts_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if starts_utf16 else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
