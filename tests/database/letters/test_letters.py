"""Letters of real reviews: what blocks one, what is kept, and who may issue it."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from sqlalchemy import select, text

from tests.support import build
from tests.support.referred import SENTENCED_ON, WRITTEN, decide, referred
from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, MissingFacts, NotAllowed, NotFound, Refused
from ulss_tracker.models import (
    DecisionChoice,
    DraftOf,
    Event,
    EventKind,
    Letter,
    LetterKind,
    Plea,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services import letters
from ulss_tracker.services.cases import cases
from ulss_tracker.services.letters import issuing
from ulss_tracker.services.letters.rendering import to_pdf
from ulss_tracker.services.letters.subject import of_review
from ulss_tracker.services.referral import applications, written_drafts

COURT = (LetterKind.REFERRAL, LetterKind.OFFENDER_NOTICE)
NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def lacking(review: Review, kind: LetterKind) -> tuple[str, ...]:
    """The facts that a letter of the review still lacks."""
    return letters.prepared(letters.about(review, kind)).missing


@pytest.fixture
def review(app, at) -> Review:
    """A review that the law officer decided to refer, with every fact recorded."""
    at(NOW)
    return referred()


def issue(review: Review, kind: LetterKind, by: User) -> Letter:
    """Issue a court document as the office does: one writes, another checks, and it is issued."""
    draft = letters.draft(kind, by, review=review)
    if not letters.blocked(draft):
        letters.check(draft, build.user(Role.SUPERVISOR), version=draft.version)
    return letters.issue(draft, by)


def values_of(review: Review, kind: LetterKind) -> Any:
    return letters.prepared(of_review(review, kind)).values


def letters_of(review: Review) -> list[Letter]:
    query = select(Letter).where(Letter.review_id == review.id).order_by(Letter.id)
    return list(db.session.scalars(query))


def test_an_issued_letter_is_kept_with_its_values_hash_and_a_line_of_history(review):
    caseworker = build.user()
    letter = issue(review, LetterKind.REFERRAL, caseworker)

    db.session.expire_all()
    kept = letters.pdf_of(letter.id)
    assert kept.pdf.startswith(b"%PDF-1.7")
    assert kept.sha256 == hashlib.sha256(kept.pdf).hexdigest()
    assert (kept.version, kept.issued_at, kept.issued_by) == (1, NOW, caseworker)
    assert kept.values["defendant"] == "Gwilym Prŷs"
    assert kept.values["last_day"] == "Monday 30 March 2026"
    assert kept.values["file_by"] == "5pm on Monday 30 March 2026"
    assert kept.values["aggravating"] == ["A knife was shown.", "It was night."]
    assert kept.values["decided_by"] == "Rowan Example"
    assert kept.values["sentences"][0]["offences"][0] == {
        "name": "Robbery",
        "citation": "Theft Act 1968 s.8(1)",
        "plea": "Found guilty by a jury",
        "convicted_on": "6 February 2026",
        "sentence": "",
    }
    event = db.session.scalar(select(Event).where(Event.kind == EventKind.LETTER_ISSUED))
    assert event.after == {"letter": "referral", "version": 1, "sha256": kept.sha256}
    assert (event.review_id, event.by_id) == (review.id, caseworker.id)
    with pikepdf.open(BytesIO(kept.pdf)) as opened:
        assert len(opened.pages) <= 2


def test_issuing_again_makes_a_new_version_and_leaves_the_old(review):
    first = issue(review, LetterKind.REFERRAL, build.user())
    before = first.pdf
    write(review, facts="He took two telephones.")
    second = issue(review, LetterKind.REFERRAL, build.user())
    notice = issue(review, LetterKind.OFFENDER_NOTICE, build.user())
    assert (first.version, second.version, notice.version) == (1, 2, 1)
    assert letters.pdf_of(first.id).pdf == before != second.pdf
    assert first.values["facts"] == ["He took a telephone at knifepoint."]


def write(review: Review, **changes: str) -> None:
    """Prepare the application anew, with these parts changed."""
    prepared = replace(WRITTEN, **changes)
    applications.prepare(review, prepared, build.user(), version=review.version)


def test_the_letter_can_be_made_again_from_the_records_byte_for_byte(review):
    letter = issue(review, LetterKind.REFERRAL, build.user())
    assert to_pdf(values_of(review, LetterKind.REFERRAL)) == letter.pdf


def test_a_pdf_that_is_not_as_it_was_issued_is_not_given_out(review):
    letter = build.letter(review, pdf=b"%PDF something else", issued_pdf=b"%PDF as it was issued")
    with pytest.raises(Refused, match="not as it was issued"):
        letters.pdf_of(letter.id)
    with pytest.raises(NotFound):
        letters.pdf_of(letter.id + 1)


def test_a_case_changed_while_the_pdf_is_made_is_not_issued(review, monkeypatch):
    caseworker = build.user()
    draft = letters.draft(LetterKind.REFERRAL, caseworker, review=review)
    letters.check(draft, build.user(Role.SUPERVISOR), version=draft.version)

    def changed_meanwhile(html: str) -> bytes:
        db.session.execute(text("UPDATE review SET version = version + 1"))
        return b"%PDF"

    monkeypatch.setattr(issuing, "pdf_of_html", changed_meanwhile)
    with pytest.raises(ChangedMeanwhile):
        letters.issue(draft, caseworker)
    assert letters_of(review) == []


@pytest.mark.parametrize(
    ("part", "fact"),
    [
        ("facts", "A summary of the facts of the case"),
        ("aggravating", "The aggravating features (write ‘None’ if there are none)"),
        ("mitigating", "The mitigating features (write ‘None’ if there are none)"),
        ("why_lenient", "Why the sentence appears unduly lenient"),
        ("authorities", "The authorities relied on (write ‘None’ if there are none)"),
        ("document_links", "A link to each document the court is given"),
    ],
)
def test_each_part_left_empty_blocks_the_application_and_is_named(review, part, fact):
    assert lacking(review, LetterKind.REFERRAL) == ()
    write(review, **{part: " \r\n "})
    with pytest.raises(MissingFacts) as raised:
        issue(review, LetterKind.REFERRAL, build.user())
    assert raised.value.missing == (fact,)
    assert letters_of(review) == []
    assert letters.preview(of_review(review, LetterKind.REFERRAL)).startswith(b"%PDF")
    assert lacking(review, LetterKind.OFFENDER_NOTICE) == ()


def test_what_the_registrar_expects_is_named_and_keeps_nothing_from_being_issued(review):
    robbery = review.sentences[0].convictions[0]
    typed = {f"passed_{robbery.id}": "2 years", f"served_{robbery.id}": "concurrent"}
    written_drafts.keep(review, DraftOf.WORKSHEET, typed, build.user())
    write(review, antecedents="None", why_lenient="It was too low (R v Mir [2024] EWCA Crim 239).")
    letter = letters.prepared(letters.about(review, LetterKind.REFERRAL))
    assert letter.missing == ()
    assert letter.differences[:2] == (
        "“R v Mir [2024] EWCA Crim 239” is cited and not listed",
        "“Attorney General's Reference (No 4 of 1989)” is listed and not cited",
    )
    assert "Not written: reports and the victim’s statement" in " ".join(letter.differences)
    assert letter.values.sentences[0].offences[0].sentence == "2 years, concurrent"
    issue(review, LetterKind.REFERRAL, build.user())


def test_what_the_case_lacks_is_named(review):
    build.change_court(review.case, None, " ", " ")
    nobody = cases.Offender(name=cases.NAME_NOT_KNOWN, born_on=None, address="")
    cases.change_offender(review, nobody, build.user(), review.version)
    common = {
        "The Crown Court case number",
        "The offender’s name",
        "The Crown Court where the sentence was passed",
    }
    assert set(lacking(review, LetterKind.REFERRAL)) == common
    assert set(lacking(review, LetterKind.OFFENDER_NOTICE)) == common | {
        "The offender’s address for service (prison or home)"
    }


def test_an_offence_is_named_as_it_was_written_and_by_its_plea_not_recorded(review):
    build.conviction(review.sentences[0], None, text="Sacrilege", plea=Plea.VERDICT)
    build.verify(review)
    letter = issue(review, LetterKind.REFERRAL, build.user())
    offence = letter.values["sentences"][0]["offences"][1]
    assert (offence["name"], offence["citation"]) == ("Sacrilege", "")
    build.conviction(review.sentences[0], form=Form.ATTEMPT)
    assert lacking(review, LetterKind.REFERRAL) == ("Plea or verdict for: Robbery (attempt)",)


def test_characters_the_fonts_do_not_have_block_the_letter_and_are_shown(review):
    write(review, facts="He said 𓀀𓀁 and محمد.")
    assert lacking(review, LetterKind.REFERRAL) == (
        "Another way to write what the letter’s fonts do not have: 𓀀 𓀁",
    )


def test_a_new_review_lacks_everything_but_its_name_and_court(app, at):
    at(NOW)
    made = build.review()
    missing = lacking(made, LetterKind.REFERRAL)
    assert "The date of sentence, the sentence and the offences" in missing
    assert "The last day for the application" in missing
    assert "A decision to refer by a law officer" in missing
    assert "The offender’s name" not in missing
    assert letters.preview(of_review(made, LetterKind.REFERRAL)).startswith(b"%PDF")
    assert letters.preview(of_review(made, LetterKind.OFFENDER_NOTICE)).startswith(b"%PDF")


@pytest.mark.parametrize("role", [Role.LAW_OFFICER, Role.ADMINISTRATOR])
def test_only_those_who_work_cases_issue_letters(review, role):
    with pytest.raises(NotAllowed):
        issue(review, LetterKind.REFERRAL, build.user(role))
    assert letters_of(review) == []


def test_no_letter_before_the_decision_nor_after_one_not_to_refer(app, at):
    at(NOW)
    made = build.eligible_review(sentenced_on=SENTENCED_ON)
    with pytest.raises(Refused, match="Checking the scheme"):
        issue(made, LetterKind.REFERRAL, build.user())
    build.submit(made)
    decide(made, DecisionChoice.DO_NOT_REFER)
    assert made.state is State.TO_TELL
    with pytest.raises(Refused, match="People to be told"):
        issue(made, LetterKind.REFERRAL, build.user())
    assert "A decision to refer by a law officer" in lacking(made, LetterKind.REFERRAL)


def test_two_sentences_of_one_offender_are_both_shown(review):
    second = build.sentence(review, sentenced_on=date(2026, 3, 9), text="6 months’ imprisonment")
    build.conviction(second, plea=Plea.GUILTY_PLEA)
    values = values_of(review, LetterKind.REFERRAL)
    assert [sentence.passed_on for sentence in values.sentences] == ["2 March 2026", "9 March 2026"]
    assert lacking(review, LetterKind.REFERRAL) == ()


@pytest.mark.parametrize(
    ("offence_id", "written_as", "protected"),
    [
        ("io-robbery", "", False),
        ("io-soa03-1", "", True),
        ("spec-msa-2", "", True),
        (None, "Indecent assault", True),
        (None, "Sacrilege", False),
    ],
)
def test_a_sexual_offence_marks_the_letter(review, offence_id, written_as, protected):
    build.conviction(review.sentences[0], offence_id, text=written_as, plea=Plea.VERDICT)
    for kind in COURT:
        assert values_of(review, kind).has_protected_complainant is protected


def test_file_names_hold_nothing_personal_and_keep_offenders_apart(review):
    letter = issue(review, LetterKind.REFERRAL, build.user())
    reference = review.case.reference
    assert letters.file_name(letter) == f"{reference}-application-v1.pdf"
    notice = issue(review, LetterKind.OFFENDER_NOTICE, build.user())
    assert letters.file_name(notice) == f"{reference}-notice-v1.pdf"
    cases.add_review(review.case, "Another Person", build.user())
    db.session.expire_all()
    assert letters.file_name(letter) == f"{reference}-offender-1-application-v1.pdf"


def test_the_last_day_to_reply_follows_the_day_of_the_notice(review, at):
    at(datetime(2026, 3, 30, 9, tzinfo=UTC))
    values = values_of(review, LetterKind.OFFENDER_NOTICE)
    # Good Friday 3 April and Easter Monday 6 April 2026 are not business days.
    assert values.reply_by == "Wednesday 15 April 2026"
    assert clock.today() == date(2026, 3, 30)
