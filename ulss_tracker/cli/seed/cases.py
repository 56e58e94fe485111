"""The case and the request it was opened from, with its acknowledgement."""

from ulss_tracker import clock
from ulss_tracker.cli.seed.events import Events, Ids
from ulss_tracker.cli.seed.generate import DrawnCase
from ulss_tracker.cli.seed.loading import Loader
from ulss_tracker.models import Channel, EventKind, Handling, MessageState, RequestState
from ulss_tracker.services.history import versions

STORY = "The sentence does not reflect what was done, or what it has meant for those left behind."


def email_of(request_id: int) -> str:
    """The address of whoever sent this request."""
    return f"requester{request_id}@example.org"


class Opening:
    """Rows of cases, requests and messages."""

    def __init__(self, loader: Loader) -> None:
        self._cases = loader.sheet(
            "case_file",
            "id reference court_id court_text opened_at opened_by_id court_recorded_by_id"
            " changed_at",
            court_case_number="",
            version=1,
        )
        self._requests = loader.sheet(
            "request",
            "id reference code_hash received_at logged_at offender_name court_id court_text"
            " sentenced_on offence_id offence_text standing requester_name email mailbox case_id",
            state=RequestState.IN_CASE.value,
            channel=Channel.FORM.value,
            quarantine_reason="",
            is_late_hours=False,
            other_offenders="",
            sentenced_text="",
            offence_answers="{}",
            reason=STORY,
            links="",
            telephone="",
            postal_address="",
            language="en",
            support_needs="",
        )
        self._believed = loader.sheet(
            "request_version",
            "request_id case_id from_at standing court_id received_at received_on is_late"
            " answered_at days_to_answer",
            handling=Handling.FIRST_OF_CASE.value,
            channel=Channel.FORM.value,
            language="en",
            received_after_hours=False,
        )
        self._nothing = loader.nothing
        self._messages = loader.sheet(
            "message",
            "once_key recipient next_try_at sent_at created_at request_id",
            kind="acknowledgement",
            by_post=False,
            language="en",
            subject="We have your request",
            body="We have your request.",
            state=MessageState.SENT.value,
            tries=1,
            last_error="",
        )

    def add(self, drawn: DrawnCase, ids: Ids, events: Events) -> None:
        """The request came and was acknowledged; a case was opened from it."""
        at, by_id, court = drawn.received, drawn.assignee_id, drawn.court
        self._cases.add((ids.case, ids.reference, court.id, court.name, at, by_id, by_id, at))
        email = email_of(ids.request)
        self._requests.add(
            (
                ids.request,
                ids.request_reference,
                f"{ids.request:064x}",
                at,
                at,
                drawn.who.said,
                court.id,
                court.name,
                drawn.sentence_day,
                drawn.answer.offence_id,
                drawn.answer.title,
                drawn.standing.value,
                drawn.requester.said,
                email,
                email,
                ids.case,
            )
        )
        self._believe(drawn, ids)
        self._messages.add((f"ack:{ids.request}", email, at, at, at, ids.request))
        asked = f'{{"reference": "{ids.request_reference}"}}'
        received = f'{{"channel": "form", "reference": "{ids.request_reference}"}}'
        events.of_request(EventKind.REQUEST_RECEIVED, at, ids, received)
        opened = f'{{"reference": "{ids.reference}"}}'
        events.of_case(EventKind.CASE_OPENED, at, by_id, ids, opened)
        events.of_case(EventKind.REQUEST_JOINED, at, by_id, ids, asked, asked=True)

    def _believe(self, drawn: DrawnCase, ids: Ids) -> None:
        taken = self._nothing
        if drawn.ended_at:
            taken = versions.days_between(drawn.received_at, drawn.ended_at)
        received_on = clock.day_of(drawn.received_at)
        self._believed.add(
            (
                ids.request,
                ids.case,
                drawn.ended if drawn.outcome else drawn.received,
                drawn.standing.value,
                drawn.court.id,
                drawn.received,
                drawn.received_day,
                received_on > drawn.last_day_on,
                drawn.ended,
                taken,
            )
        )
