"""The office's details that services need: set once, when the application starts."""

from collections.abc import Mapping
from enum import StrEnum

from config import Office
from ulss_tracker.adapters.mail.notify_delivery import LARGEST_FILE


class FileGoes(StrEnum):
    """How a file goes with an email."""

    WITH_THE_EMAIL = "with the email"
    BY_A_LINK = "by a link"
    NOT = "not"


_office = Office()


def configure(settings: Mapping[str, object]) -> Office:
    """Take the office's settings from the application's, by their names.

    A setting that is missing or empty keeps its default. Raises ValueError when one cannot be read.
    """
    global _office
    environment = settings.get("ENVIRONMENT") or "development"
    values = {
        name: settings[name] for name in Office.model_fields if settings.get(name) not in (None, "")
    }
    _office = Office(**{"environment": environment} | values)  # type: ignore[arg-type]  # validated
    return _office


def current() -> Office:
    """The office as it was last configured."""
    return _office


def how_file_goes(size: int) -> FileGoes:
    """How a file of so many bytes goes with an email: by GOV.UK Notify as a link, or not."""
    if not _office.NOTIFY_API_KEY:
        return FileGoes.WITH_THE_EMAIL
    fits = size <= LARGEST_FILE
    return FileGoes.BY_A_LINK if fits and _office.NOTIFY_FILE_TEMPLATE_ID else FileGoes.NOT
