"""Pictures: whether they can be opened, what a camera added, and drawn again without it."""

import io
from pathlib import Path

from PIL import Image, ImageFile, ImageOps

from ulss_tracker.adapters.gate.file_types import FileType, Finding, Unwanted
from ulss_tracker.adapters.gate.plain_text import has_more_behind

# The largest common phone's picture is 50 million; three bytes each must fit in memory twice.
MOST_PIXELS = 50_000_000
# WebP unpacks and packs many times slower, and a picture of nothing takes no bytes to send.
MOST_WEBP_PIXELS = 12_000_000
_FORMATS = {
    FileType.JPEG: "JPEG",
    FileType.PNG: "PNG",
    FileType.WEBP: "WEBP",
    FileType.HEIC: "HEIF",
}
_BEGINNINGS = {FileType.JPEG: b"\xff\xd8\xff", FileType.PNG: b"\x89PNG\r\n\x1a\n"}
_ENDS = {FileType.JPEG: b"\xff\xd9", FileType.PNG: b"IEND\xaeB`\x82"}
_PLACE, _PLACE_IN_XMP = 0x8825, b"GPSLatitude"
_QUALITY = 92
_QUICKEST = 0


def look(content: bytes) -> tuple[FileType | Unwanted, frozenset[Finding]]:
    """Open the picture whole, unless it claims too many dots, and say what is in it beside it.

    Of a HEIC picture only what it says of itself is read: it is unpacked as its copy is made.
    """
    kind = _kind(content)
    if kind is None:
        return Unwanted.UNKNOWN, frozenset()
    nothing: frozenset[Finding] = frozenset()
    try:
        with _open(content, kind) as picture:
            has_place = bool(picture.getexif().get_ifd(_PLACE)) or _PLACE_IN_XMP in content
            if kind is not FileType.HEIC:  # its decoder starts a thread, which no look may
                picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Unwanted.PICTURE_TOO_LARGE, nothing
    except Exception:  # decoders of hostile bytes raise whatever they meet
        return Unwanted.UNREADABLE, nothing
    findings = {Finding.PLACE} if has_place else set()
    if _has_more_behind(content, kind):
        findings.add(Finding.BEHIND_THE_END)
    return kind, frozenset(findings)


def drawn_again(content: bytes, kind: FileType, directory: Path) -> tuple[FileType, Path]:
    """Write the picture again, the right way up and nothing else of it; its kind and its file.

    Camera data, place, comments, previews and anything after the picture's end are gone. A HEIC
    picture becomes a JPEG, which every browser shows.
    """
    made = FileType.JPEG if kind is FileType.HEIC else kind
    file = directory / f"safe{made.endings[0]}"
    with _open(content, kind) as picture:
        upright = ImageOps.exif_transpose(picture)
        transparency = upright.info.get("transparency")
        upright.info = {} if transparency is None else {"transparency": transparency}
        upright.save(file, _FORMATS[made], quality=_QUALITY, method=_QUICKEST)
    return made, file


def _kind(content: bytes) -> FileType | None:
    if content.startswith(b"RIFF"):
        return FileType.WEBP if content[8:12] == b"WEBP" else None
    if content[4:8] == b"ftyp":
        return FileType.HEIC
    return next(kind for kind, begins in _BEGINNINGS.items() if content.startswith(begins))


def _open(content: bytes, kind: FileType) -> ImageFile.ImageFile:
    # The PDF library, once imported, has every picture of the process read however cut short.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    if kind is FileType.HEIC:
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    Image.MAX_IMAGE_PIXELS = None  # the bound below is ours, and tells of itself
    picture = Image.open(io.BytesIO(content), formats=[_FORMATS[kind]])
    most = MOST_WEBP_PIXELS if kind is FileType.WEBP else MOST_PIXELS
    if picture.width * picture.height > most:
        raise Image.DecompressionBombError
    return picture


def _has_more_behind(content: bytes, kind: FileType) -> bool:
    """Whether data follow its end; a HEIC picture has none, but boxes to its last byte."""
    if kind is FileType.HEIC:
        return False
    if kind is FileType.WEBP:
        end = int.from_bytes(content[4:8], "little") + 8
    else:
        marker = _ENDS[kind]
        end = content.rfind(marker) + len(marker)
    return has_more_behind(content, end)
