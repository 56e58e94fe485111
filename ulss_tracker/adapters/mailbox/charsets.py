"""Bytes as text, also where the character set that is claimed is wrong or is none."""

import codecs
import re

_OF_WINDOWS = re.compile(rb"[\x80-\x9f]")
# Readers that look for the end of a run of blanks take the square of its length.
_MANY_BLANKS = re.compile(r"([^\S\n]{50})[^\S\n]+")
_LATIN = frozenset({"iso8859-1", "ascii", "cp1252", "latin-1"})


def decode(raw: bytes, claimed: str | None) -> str:
    """The text of `raw`.

    Text that is sound UTF-8 with a letter beyond ASCII is UTF-8, whatever it claims to be of the
    Latin kind. Latin-1 with bytes of Windows-1252 is Windows-1252, as browsers read it.
    """
    name = _known(claimed)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    if name is None or name == "utf-8" or name in _LATIN:
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
        is_windows = name != "iso8859-1" or _OF_WINDOWS.search(raw)
        return raw.decode("cp1252" if is_windows else "iso8859-1", "replace")
    return clean(raw.decode(name, "replace"))


def clean(text: str) -> str:
    """The text without what no database keeps: nulls, and halves of letters (UTF-7 gives some).

    Of many blanks in a row fifty are left: the message itself is kept whole.
    """
    kept = text.replace("\x00", "").encode("utf-8", "replace").decode()
    return _MANY_BLANKS.sub(r"\1", kept)


def undo_surrogates(value: str) -> str:
    """A header's raw value, in which bytes beyond ASCII were kept as surrogates, as text."""
    if not any("\udc80" <= letter <= "\udcff" for letter in value):
        return value
    return decode(value.encode("utf-8", "surrogateescape"), None)


def _known(claimed: str | None) -> str | None:
    try:
        b"a".decode(claimed or "utf-8", "replace")  # also a codec that does not give text is none
        return codecs.lookup(claimed).name if claimed else None
    except (LookupError, ValueError):
        return None
