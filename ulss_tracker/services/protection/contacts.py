"""The rows that are kept from counsel: who asked, how they are reached, what anybody was told.

It is the office's own (`Permission.SEE_CONTACTS`). Why a review was asked for is shown.
"""

from typing import Any

from sqlalchemy import ColumnElement, false, true

from ulss_tracker.models import (
    ContactChange,
    DefencePage,
    Event,
    EventKind,
    InboundMessage,
    Letter,
    LetterBatch,
    LetterDraft,
    Message,
    Notification,
    OutstandingItem,
    PersonToTell,
    PlannedCall,
    PostedCode,
    SafeContact,
    SearchEntry,
)

# Of these no row,
_OF_CONTACTS = frozenset(
    model.__table__
    for model in (
        ContactChange,
        DefencePage,
        InboundMessage,
        LetterBatch,
        Message,
        Notification,
        OutstandingItem,
        PersonToTell,
        PlannedCall,
        PostedCode,
        SafeContact,
    )
)
# of these none that is to, or found by the name of, whoever asked,
_TO_WHOEVER_ASKED = frozenset({Letter.__table__, LetterDraft.__table__, SearchEntry.__table__})
# and of the history none of these.
_EVENTS_OF_CONTACTS = (
    EventKind.CALL_ENDED,
    EventKind.CALL_PLANNED,
    EventKind.CODE_LETTER_ASKED,
    EventKind.CODE_LETTER_MADE,
    EventKind.CODE_LETTER_REFUSED,
    EventKind.CODE_LETTER_USED,
    EventKind.CODE_RENEWED,
    EventKind.CONTACT_CHANGE_ANSWERED,
    EventKind.CONTACT_CHANGE_ASKED,
    EventKind.CONTACT_CORRECTED,
    EventKind.DEFENCE_PAGE_CHANGED,
    EventKind.ITEM_CHASED,
    EventKind.ITEM_ENDED,
    EventKind.ITEM_OWED,
    EventKind.ITEM_REMINDED,
    EventKind.MESSAGE_ANSWERED,
    EventKind.MESSAGE_CAME_BACK,
    EventKind.MESSAGE_CORRECTED,
    EventKind.MESSAGE_SORTED,
    EventKind.NOTIFICATION_EXEMPTED,
    EventKind.NOTIFICATION_PLANNED,
    EventKind.NOTIFICATION_REINSTATED,
    EventKind.NOTIFICATION_SUPERSEDED,
    EventKind.NOTIFICATION_TRIED,
    EventKind.PERSON_TO_TELL_ADDED,
    EventKind.REGISTER_ROW_IMPORTED,
    EventKind.TOLD,
    EventKind.WHO_ASKED_CHANGED,
    EventKind.WHO_ASKED_UNVERIFIED,
    EventKind.WHO_ASKED_VERIFIED,
)


def not_of_contacts(table: Any) -> ColumnElement[bool]:
    """The condition that leaves out the rows of this table which tell of contacts."""
    if table in _OF_CONTACTS:
        return false()
    if table in _TO_WHOEVER_ASKED:
        is_to_nobody: ColumnElement[bool] = table.c.request_id.is_(None)
        return is_to_nobody
    if table is Event.__table__:
        is_of_work: ColumnElement[bool] = table.c.kind.not_in(_EVENTS_OF_CONTACTS)
        return is_of_work
    return true()
