"""The public's answers about an offence reach the caseworker, and so does the rules' triage."""

from collections.abc import Callable

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.requests import triage

BURGLARY = "no-burglary"


def test_the_requesters_answers_are_shown_and_counted(
    signed_in: Callable[[Role], CheckedClient],
) -> None:
    question = load_catalogue().get(BURGLARY).questions[0]
    yes = question.answers[0]
    asked = build.request(
        offence_id=BURGLARY, offence_text="Burglary", offence_answers={question.id: yes.value}
    )
    assert triage.assess_request(asked).verdict is Verdict.IN_SCHEME
    page = signed_in(Role.CASEWORKER).get(f"/casework/requests/{asked.reference}")
    assert question.text in page.text
    assert yes.text in page.text


def test_a_request_in_words_alone_has_no_answers(app: object) -> None:
    assert triage.answered(build.request(offence_id=None)) == []


def test_unanswered_burglary_is_not_guessed(app: object) -> None:
    asked = build.request(offence_id=BURGLARY, offence_text="Burglary")
    assert triage.answered(asked) == []
    assert triage.assess_request(asked).verdict is Verdict.MUST_CHECK
