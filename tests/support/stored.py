"""The bytes of stored files, as they are read."""

from ulss_tracker.models import FileRole
from ulss_tracker.services.files import storing


def original(document_id: int) -> bytes:
    """A document as it came, its hash compared."""
    stored = storing.find(document_id, FileRole.ORIGINAL)
    assert stored is not None
    with storing.read(stored) as file:
        return file.read()
