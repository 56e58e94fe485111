"""The formats the office takes, why a file is none of them, and what may be found in one."""

from enum import Enum, StrEnum


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


class Finding(StrEnum):
    """A thing found in a file that may run, fetch, hide or tell something."""

    MACROS = "macros"
    PROGRAM = "program"
    FILE_INSIDE = "file inside"
    DDE = "dde"
    FETCHES_TEMPLATE = "fetches template"
    FETCHES_PICTURE = "fetches picture"
    FETCHES_OTHER = "fetches other"
    JAVASCRIPT = "javascript"
    LAUNCH = "launch"
    SENDS_FORM = "sends form"
    OPENS_OTHER = "opens other"
    ACTS_ON_OPENING = "acts on opening"
    FORM_PROGRAM = "form program"
    MEDIA = "media"
    PLACE = "place"
    BEHIND_THE_END = "behind the end"

    @property
    def label(self) -> str:
        """The finding in words that complete “Found in it:”."""
        return _FINDINGS[self]


_FINDINGS = {
    Finding.MACROS: "macros, which are small programs",
    Finding.PROGRAM: "a program or another document embedded in it (OLE)",
    Finding.FILE_INSIDE: "another file inside it",
    Finding.DDE: "a field that starts another program (DDE)",
    Finding.FETCHES_TEMPLATE: "a template that is fetched from elsewhere",
    Finding.FETCHES_PICTURE: "a picture that is fetched from elsewhere",
    Finding.FETCHES_OTHER: "a part that is fetched from elsewhere",
    Finding.JAVASCRIPT: "a script (JavaScript)",
    Finding.LAUNCH: "an instruction to start a program (Launch)",
    Finding.SENDS_FORM: "a form that sends what is typed elsewhere",
    Finding.OPENS_OTHER: "an instruction to open another file",
    Finding.ACTS_ON_OPENING: "something that is done as soon as it is opened",
    Finding.FORM_PROGRAM: "a form with a program of its own (XFA)",
    Finding.MEDIA: "sound, film or a three-dimensional model",
    Finding.PLACE: "the place where the picture was taken",
    Finding.BEHIND_THE_END: "more data behind the picture’s end",
}
