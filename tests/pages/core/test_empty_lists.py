"""Lists with nothing in them say so, and what is counted beside them is nought."""

import pytest

from ulss_tracker.permissions import Role

pytestmark = pytest.mark.on_sqlite

EMPTY = (
    (Role.CASEWORKER, "/casework/", "No reviews are assigned to you and no request is yours."),
    (Role.CASEWORKER, "/casework/", "0 new requests"),
    (Role.CASEWORKER, "/casework/requests", "There are no requests here."),
    (Role.CASEWORKER, "/casework/requests", "New (0)"),
    (Role.CASEWORKER, "/casework/people-to-tell", "Everybody has been told what there is to tell."),
    (Role.CASEWORKER, "/casework/messages/all", "Nothing has been written yet."),
    (Role.LAW_OFFICER, "/casework/decisions", "No review is waiting for a decision."),
    (Role.SUPERVISOR, "/supervision/overrides", "No open review is overridden"),
    (Role.SUPERVISOR, "/supervision/redatings", "Nothing has changed"),
    (Role.SUPERVISOR, "/supervision/second-key", "No override waits for a signature."),
    (Role.SUPERVISOR, "/supervision/second-key", "Every fact recorded is verified."),
    (Role.SUPERVISOR, "/supervision/register/", "No register has been imported yet."),
    (Role.SUPERVISOR, "/supervision/sealed", "No case is sealed"),
    (Role.SUPERVISOR, "/supervision/statistics/questions", "No report has been saved yet"),
    (Role.SUPERVISOR, "/supervision/board?stage=referred", "No open review and no request matches"),
)
"""Who reads which list, and what it says while there is nothing in it."""


def test_an_empty_list_says_so(signed_in, subtests: pytest.Subtests) -> None:
    for role, path, words in EMPTY:
        with subtests.test(path=path, words=words):
            assert words in signed_in(role).get(path).text
