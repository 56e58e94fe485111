"""Errors in the office's work, as the floors above show them to people."""

from typing import TypeVar

Record = TypeVar("Record")


class TrackerError(Exception):
    """Something the person can put right. The message is a sentence shown to them."""


class NotAllowed(TrackerError):
    """This person may not do this."""


class NotFound(TrackerError):
    """There is no such record."""


class Refused(TrackerError):
    """The record is not in a state in which this can be done; the message says why."""


class ServiceFault(TrackerError):
    """A service outside cannot be used: the message says what to do, and nothing personal.

    It stands in the log and in what is said of the jobs.
    """


class ChangedMeanwhile(TrackerError):
    """Somebody else changed the record while it was being edited."""


class MissingFacts(TrackerError):
    """A letter cannot be issued: `missing` names each fact still to be recorded."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__("These facts must be recorded first: " + "; ".join(missing))


def existing(record: Record | None, message: str) -> Record:
    """The record, which must be there. Raises `NotFound` with this message where it is None."""
    if record is None:
        raise NotFound(message)
    return record
