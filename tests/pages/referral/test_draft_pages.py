"""Drafts as people keep them: by a button, while they write, and version by version."""

import pytest

from tests.support import build
from tests.support.awkward import SCRIPT, shown_safely
from tests.support.traces import nothing_kept
from ulss_tracker.models import DraftOf, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.referral import written_drafts

FORMS = {"submission": "submission/new", "application": "application"}


@pytest.mark.parametrize("kind", FORMS)
def test_a_draft_is_kept_by_a_button_and_gone_on_with(signed_in, kind: str) -> None:
    review, caseworker = build.eligible_review(), signed_in(Role.CASEWORKER)
    form = f"/casework/reviews/{review.id}/{FORMS[kind]}"
    page = caseworker.get(form)
    button = page.one("[formaction]")
    [token] = page.select("form[data-autosave] [name=csrf_token]")
    for facts in ("First words", "Second words"):
        answer = caseworker.post(
            button.get("formaction"), data={"csrf_token": token.get("value"), "facts": facts}
        )
        assert answer.headers["Location"] == form
    page = caseworker.get(form)
    assert "Draft saved" in page.text
    assert page.one("#facts").text_content().strip() == "Second words"
    page = caseworker.click("every version")
    assert [words for words in ("Version 2", "Version 1") if words in page.text]
    page = caseworker.click("Go on with this one: version 1")
    assert page.one("#facts").text_content().strip() == "First words"


def test_a_page_that_keeps_it_while_somebody_writes_gets_no_page_in_answer(signed_in) -> None:
    review, caseworker = build.eligible_review(), signed_in(Role.CASEWORKER)
    page = caseworker.get(f"/casework/reviews/{review.id}/application")
    [form] = page.select("form[data-autosave]")
    sent = {
        "csrf_token": form.cssselect("[name=csrf_token]")[0].get("value"),
        "autosave": "yes",
        "facts": "He robbed",
    }
    answer = caseworker.post(form.get("data-autosave"), data=sent, status=204)
    assert answer.data == b""
    db.session.rollback()
    draft = written_drafts.latest(review, DraftOf.APPLICATION)
    assert draft is not None
    assert (draft.words["facts"], draft.is_autosaved) == ("He robbed", True)
    caseworker.get(f"/casework/reviews/{review.id}/submission/new")
    assert caseworker.page.one("#facts").text_content().strip() == "He robbed"


def test_another_kind_is_not_there_and_others_do_not_read_drafts(signed_in) -> None:
    review = build.eligible_review()
    written_drafts.keep(review, DraftOf.SUBMISSION, {"facts": "Mine"}, build.user())
    signed_in(Role.CASEWORKER).get(f"/casework/reviews/{review.id}/drafts/letter", status=404)
    officer = signed_in(Role.LAW_OFFICER)
    with nothing_kept():
        officer.get(f"/casework/reviews/{review.id}/drafts/submission", status=403)


def test_nothing_written_becomes_part_of_a_page(signed_in) -> None:
    review, caseworker = build.eligible_review(), signed_in(Role.CASEWORKER)
    written_drafts.keep(review, DraftOf.SUBMISSION, {"facts": SCRIPT}, build.user())
    for page in ("drafts/submission", "submission/new", "application"):
        assert shown_safely(caseworker.get(f"/casework/reviews/{review.id}/{page}"))
