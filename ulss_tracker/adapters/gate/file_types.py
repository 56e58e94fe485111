"""The formats the office takes, why a file is none of them, and what may be found in one."""

from enum import Enum, StrEnum

from ulss_tracker.labelled import LabelledEnum


class FileType(Enum):
    """A format the office takes: its media type, and the name endings that fit it."""

    PDF = ("application/pdf", (".pdf",))
    DOCX = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx", ".docm"),
    )
    DOC = ("application/msword", (".doc",))
    ODT = ("application/vnd.oasis.opendocument.text", (".odt",))
    RTF = ("application/rtf", (".rtf",))
    TEXT = ("text/plain", (".txt", ".text"))
    EMAIL = ("message/rfc822", (".eml",))
    OUTLOOK = ("application/vnd.ms-outlook", (".msg",))
    JPEG = ("image/jpeg", (".jpg", ".jpeg"))
    PNG = ("image/png", (".png",))
    WEBP = ("image/webp", (".webp",))
    HEIC = ("image/heic", (".heic", ".heif"))

    @classmethod
    def of(cls, media_type: str) -> "FileType | None":
        """The format of this media type."""
        return next((kind for kind in cls if kind.media_type == media_type), None)

    @property
    def media_type(self) -> str:
        """Such as application/pdf."""
        return str(self.value[0])

    @property
    def endings(self) -> tuple[str, ...]:
        """Such as .jpg and .jpeg; the first is the usual one."""
        return tuple(self.value[1])

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def is_for_libreoffice(self) -> bool:
        """Whether only LibreOffice can make a PDF of it."""
        return self in {FileType.DOCX, FileType.DOC, FileType.ODT, FileType.RTF}


class Unwanted(StrEnum):
    """Why a file is not taken, or cannot be opened here."""

    UNKNOWN = "unknown"
    WEB_PAGE = "web page"
    OTHER_PICTURE = "picture in another format"
    PICTURE_TOO_LARGE = "picture with too many dots"
    ENCRYPTED = "protected with a password"
    UNREADABLE = "could not be opened"


class Finding(LabelledEnum):
    """A thing found in a file that may run, fetch, hide or tell something."""

    MACROS = "macros", "macros, which are small programs"
    PROGRAM = "program", "a program or another document embedded in it (OLE)"
    FILE_INSIDE = "file inside", "another file inside it"
    DDE = "dde", "a field that starts another program (DDE)"
    FETCHES_TEMPLATE = "fetches template", "a template that is fetched from elsewhere"
    FETCHES_PICTURE = "fetches picture", "a picture that is fetched from elsewhere"
    FETCHES_OTHER = "fetches other", "a part that is fetched from elsewhere"
    JAVASCRIPT = "javascript", "a script (JavaScript)"
    LAUNCH = "launch", "an instruction to start a program (Launch)"
    SENDS_FORM = "sends form", "a form that sends what is typed elsewhere"
    OPENS_OTHER = "opens other", "an instruction to open another file"
    ACTS_ON_OPENING = "acts on opening", "something that is done as soon as it is opened"
    FORM_PROGRAM = "form program", "a form with a program of its own (XFA)"
    MEDIA = "media", "sound, film or a three-dimensional model"
    PLACE = "place", "the place where the picture was taken"
    BEHIND_THE_END = "behind the end", "more data behind its end"
