"""The provenance of a PDF, written into it: the libraries, fonts and styles that made it.

The same letter made again gives the same bytes only with the same libraries, fonts, stylesheets and
the same part of our own. A PDF that names them can be told apart, years later, from one that
somebody changed.
"""

import ctypes
import hashlib
import zlib
from functools import cache
from importlib.metadata import version
from io import BytesIO

from ulss_tracker.adapters.pdf.fonts import FONTS

KEY = "MadeWith"

_PACKAGES = ("weasyprint", "pydyf", "tinycss2", "cssselect2", "tinyhtml5", "pikepdf")
# What of ours decides the bytes of a letter. The rest only makes it quick, and is proved to be so.
_OURS = (
    "actual_text.py",
    "allowlist.py",
    "artifacts.py",
    "finish.py",
    "structure.py",
    "worker.py",
)
_LIBRARIES = {
    "pango": ("libpango-1.0.so.0", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0", "hb_version_string"),
}


def made_with(pdf: bytes) -> str:
    """Read from `pdf` what made it; empty for one made before this was written."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as opened:
        return str(opened.docinfo.get(f"/{KEY}", ""))


def makes_with(css: str) -> str:
    """Name all that would make a PDF with the stylesheet `css` here and now."""
    return f"{_libraries()}, stylesheet {_short(css.encode())}"


@cache
def _libraries() -> str:
    parts = [f"{name} {version(name)}" for name in _PACKAGES]
    for name, (file, function) in _LIBRARIES.items():
        say = getattr(ctypes.CDLL(file), function)
        say.restype = ctypes.c_char_p
        parts.append(f"{name} {say().decode()}")
    parts.append(f"zlib {zlib.ZLIB_RUNTIME_VERSION}")
    fonts = b"".join(file.read_bytes() for file in sorted(FONTS.glob("*.ttf")))
    ours = b"".join((FONTS.parent / name).read_bytes() for name in _OURS)
    return ", ".join([*parts, f"fonts {_short(fonts)}", f"ours {_short(ours)}"])


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
