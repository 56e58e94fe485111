"""What a paper states is held against the record, and what a person takes is theirs."""

import pytest

from tests.support import build
from ulss_tracker.errors import Refused
from ulss_tracker.models import Case, Document, Plea, Review, db
from ulss_tracker.services.cases import cases, paper_facts
from ulss_tracker.services.files import paper_readings, viewing
from ulss_tracker.services.search import file_pages

pytestmark = pytest.mark.usefixtures("app")

REMARKS = """IN THE CROWN COURT AT LEEDS
T20261234
R v {offender}
SENTENCING REMARKS
His Honour Judge Amber-Lee
2 March 2026
Stand up please. You pleaded guilty to count 1, robbery, and count 2, false imprisonment.
\fOn count 1, six years' imprisonment. On count 2, four years' imprisonment, concurrent.
You have spent 41 days on remand. I order the forfeiture of the knife.
"""


def a_paper(review: Review, text: str = REMARKS) -> Document:
    """Remarks on the case, as the jobs leave them."""
    document = build.document(review.case.requests[0])
    document.words = text.format(offender=review.offender_name.upper())
    db.session.commit()
    assert paper_readings.read_waiting() == 1
    assert paper_readings.read_waiting() == 0
    return document


def facts(case: Case) -> dict[str, paper_facts.ReadFact]:
    [paper] = paper_facts.of_case(case)
    return {fact.label: fact for fact in paper.facts}


def test_each_fact_stands_beside_the_record_with_its_page() -> None:
    review = build.eligible_review()
    view = viewing.view(a_paper(review).id, build.user())
    assert view.is_read(2, "stand. On count 1, six years' imprisonment. On")
    assert not view.is_read(1, "Something that nobody read")
    read = facts(review.case)
    assert {label for label, fact in read.items() if fact.may_be_taken} >= {"Count 2", "Judge"}
    assert (read["Count 2"].page, read["Count 1"].recorded != "") == (2, True)
    assert read["Days on remand"].read == "41"
    assert "of the knife" in read["Order"].words
    assert not read["Order"].may_be_taken


def test_what_is_taken_is_recorded_by_whoever_took_it() -> None:
    review, by = build.eligible_review(), build.user()
    a_paper(review)
    keys = {fact.key for fact in facts(review.case).values() if fact.may_be_taken}
    assert paper_facts.take(review.case, keys, by) == len(keys)
    db.session.expire_all()
    [sentence] = review.sentences
    assert sentence.judge == "HHJ Amber-Lee"
    assert review.case.court_case_number == "T20261234"
    assert sentence.sentenced_on.isoformat() == "2026-03-02"
    added = {one.offence_id: one for one in sentence.convictions}["io-false-imprisonment"]
    assert (added.plea, added.recorded_by_id) == (Plea.GUILTY_PLEA, by.id)
    assert not any(fact.differs for fact in facts(review.case).values())


def test_a_sentence_not_recorded_yet_is_taken_whole() -> None:
    review, by = build.eligible_review(), build.user()
    other = cases.add_review(review.case, "Nadia Wetherby-Cole", by)
    a_paper(other)
    [paper] = paper_facts.of_case(review.case)
    keys = [fact.key for fact in paper.facts if fact.may_be_taken and fact.review is other]
    with pytest.raises(Refused, match="Tick the sentence of Nadia Wetherby-Cole too"):
        only = [fact.key for fact in paper.facts if fact.name == "conviction"]
        assert len(only) == 2
        paper_facts.take(review.case, only, by)
    paper_facts.take(review.case, keys, by)
    [sentence] = other.sentences
    assert sentence.text == "6 years' imprisonment"
    assert len(sentence.convictions) == 2


def test_what_changed_meanwhile_is_not_taken() -> None:
    review, by = build.eligible_review(), build.user()
    a_paper(review)
    key = facts(review.case)["Case number"].key
    paper_facts.take(review.case, [key], by)
    with pytest.raises(Refused, match="has changed meanwhile"):
        paper_facts.take(review.case, [key], by)
    with pytest.raises(Refused, match="Tick what is right"):
        paper_facts.take(review.case, [], by)


def test_another_offender_is_named_and_never_taken() -> None:
    review = build.eligible_review()
    a_paper(review, REMARKS.replace("{offender}", "PAUL OTHERWISE"))
    fact = facts(review.case)["Offender"]
    assert (fact.recorded, fact.may_be_taken) == ("Not in this case", False)


def test_words_of_a_paper_are_found_with_their_page() -> None:
    case = build.eligible_review().case
    document = build.document(case.requests[0])
    document.case_id, document.words = case.id, "The first page\fForfeiture of the KNIFE"
    db.session.commit()
    page = file_pages.FilePage(document.id, "note.txt", 2)
    assert file_pages.with_words({case.id}, "knife forfeiture") == {case.id: page}
    assert file_pages.with_words({case.id}, "nowhere") == {}
    assert file_pages.with_words(set(), "knife") == {}
