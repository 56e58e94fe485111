"""A law officer asks beside a paragraph; whoever has the case answers from their list."""

from datetime import UTC, datetime

import pytest

from tests.support import build
from tests.support.review_pages import show
from ulss_tracker.permissions import Role

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("at_now")


def test_a_question_and_its_answer_stand_beside_the_paragraph(signed_in) -> None:
    review = build.review_to_decide()
    officer, caseworker = signed_in(Role.LAW_OFFICER), signed_in(Role.CASEWORKER)
    show(officer, review, "/submission")
    page = officer.click("Ask about paragraph 1")
    assert page.one("#paragraph option[selected]").text_content() == f"1. {build.WORDS.facts}"
    officer.refused("Ask", "Enter the question", question=" ")
    page = officer.submit("Ask", question="Was it <b>his</b> knife?")
    assert "Question 1 is asked" in page.text
    assert "Was it <b>his</b> knife?" in page.one("li #question-1").text_content()
    page = show(officer, review, "/decision")
    assert "1 question is not answered yet, which stops no decision: question 1." in page.text
    caseworker.get("/casework/")
    page = caseworker.click("Answer a law officer’s question")
    assert build.WORDS.facts in page.text
    page = caseworker.submit("Give this answer", answer="He brought it")
    assert "Question 1 is answered" in page.text
    officer.get("/casework/")
    page = officer.click("Read the answer to your question")
    assert "He brought it" in page.one("#question-1").text_content()
    assert not page.select("textarea")
    page = show(officer, review, "/decision")
    assert "not answered yet" not in page.text
    assert "Answer 1" in page.one("li #question-1").text_content()
