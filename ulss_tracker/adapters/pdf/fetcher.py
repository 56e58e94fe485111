"""The only fetching a document may do: a small picture written into it, and nothing else.

Fonts come from our folder through the font settings, not through here.
"""

from base64 import b64decode
from binascii import Error as Base64Error
from typing import Any
from urllib.parse import unquote

from weasyprint import urls

IMAGE_TYPES = frozenset({"image/png", "image/jpeg"})
LARGEST_IMAGE = 200_000

# Up to release 67 any callable fetches, and answers with a dictionary.
_Fetcher: Any = getattr(urls, "URLFetcher", object)
_Response: Any = getattr(urls, "URLFetcherResponse", None)


class PicturesInside(_Fetcher):  # type: ignore[misc]
    """Fetch the pictures of one document. `has_refused` says whether it asked for more."""

    def __init__(self) -> None:
        super().__init__()
        self.has_refused = False

    def __call__(self, url: str) -> Any:
        """The picture in this address. Raises ValueError, which the library passes over."""
        try:
            media_type, picture = read_picture(url)
        except ValueError:
            self.has_refused = True
            raise
        if _Response is None:
            return {"string": picture, "mime_type": media_type}
        return _Response(url, picture, {"Content-Type": media_type})


def read_picture(url: str) -> tuple[str, bytes]:
    """The type and bytes of the picture in a data address. Raises ValueError."""
    kind, _, data = url.removeprefix("data:").partition(",")
    media_type, _, coding = kind.partition(";")
    if not url.startswith("data:") or media_type not in IMAGE_TYPES or coding != "base64":
        raise ValueError("letters fetch nothing")
    try:
        picture = b64decode(unquote(data), validate=True)
    except Base64Error as error:
        raise ValueError("the picture is not base64") from error
    if len(picture) > LARGEST_IMAGE:
        raise ValueError("the picture is too large")
    return media_type, picture
