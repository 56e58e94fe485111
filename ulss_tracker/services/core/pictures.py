"""Pictures without what a camera adds to them: where, when and by whose phone they were taken."""

import io

from PIL import Image, ImageFile, ImageOps

from ulss_tracker.services.core.file_types import FileType

# The largest common phone's picture is 50 million; three bytes each must fit in memory twice.
MOST_PIXELS = 50_000_000
_FORMATS = {FileType.JPEG: "JPEG", FileType.PNG: "PNG", FileType.WEBP: "WEBP"}
# WebP unpacks and packs many times slower, and a picture of nothing takes no bytes to send.
MOST_WEBP_PIXELS = 12_000_000
_QUALITY = 92
_QUICKEST = 0


class PictureTooLarge(ValueError):
    """The picture has more pixels than `MOST_PIXELS`, or claims to."""


class PictureUnreadable(ValueError):
    """The picture cannot be opened: damaged, cut short or not what its beginning says."""


def without_metadata(content: bytes, kind: FileType) -> bytes:
    """The picture drawn again in the same format, the right way up, and nothing else of it.

    Camera data, place, comments, previews and anything after the picture's end are gone. Raises
    `PictureTooLarge` (before the picture is unpacked) and `PictureUnreadable`.
    """
    # The PDF library, once imported, has every picture of the process read however cut short.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    kept = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as picture:
            most = MOST_WEBP_PIXELS if kind is FileType.WEBP else MOST_PIXELS
            if picture.width * picture.height > most:
                raise PictureTooLarge
            upright = ImageOps.exif_transpose(picture)
            transparency = upright.info.get("transparency")
            upright.info = {} if transparency is None else {"transparency": transparency}
            upright.save(kept, _FORMATS[kind], quality=_QUALITY, method=_QUICKEST)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureTooLarge from None
    except PictureTooLarge:
        raise
    except Exception as error:  # decoders of hostile bytes raise whatever they meet
        raise PictureUnreadable from error
    return kept.getvalue()
