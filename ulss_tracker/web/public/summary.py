"""A summary of the answers, in rows: before sending, on the copy, and as plain text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext, lazy_gettext

from ulss_tracker.models import EmailUse, Request
from ulss_tracker.scheme.courts.court_table import Court
from ulss_tracker.scheme.courts.courts import find_court
from ulss_tracker.scheme.offences.offence_forms import Form, chosen_form
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.requests import eligibility_checker, lookups
from ulss_tracker.services.requests.details import RequestDetails, details_of, masked
from ulss_tracker.web.core import filters
from ulss_tracker.web.core.sentence_day_words import days_in_words
from ulss_tracker.web.public import suggestions
from ulss_tracker.web.public.answers import (
    Answers,
    days_said,
    input_of,
    is_of_office,
    request_details,
)
from ulss_tracker.web.public.forms_together import WHO_HEARS
from ulss_tracker.web.public.forms_you import EMAIL_USES, STANDINGS

WAYS_TO_SAY_WHICH_CASE = {
    "offender": lazy_gettext("Enter the name of the person who was sentenced, or"),
    "court": lazy_gettext("enter the court, and"),
    "date": lazy_gettext("enter the date of the sentence, so that we can find the case"),
}

_MAY_ASK_TOGETHER = (
    RequesterRole.VICTIM,
    RequesterRole.BEREAVED_FAMILY,
    RequesterRole.ON_BEHALF,
)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer: what was asked, what was said, and the page that changes it.

    `words` are a person's own, kept in paragraphs. `question` picks one of several on that page.
    """

    label: str
    words: str
    step: str
    question: str = ""

    @property
    def url(self) -> str:
        """The page that changes it."""
        if self.step == "files":
            return url_for("public.files", change="yes")
        question = self.question or None
        return url_for("public.step", name=self.step, question=question, change="yes")


@dataclass(frozen=True, slots=True)
class Part:
    """Some answers under one heading."""

    title: str
    rows: Sequence[AnswerRow]


def of_answers(answers: Answers, files: Sequence[str]) -> list[Part]:
    """The answers of a journey not yet sent."""
    facts = list(_facts(answers))
    return _parts(request_details(answers, filters.current_language()), files, facts, answers)


def of_request(request: Request) -> list[Part]:
    """Summarise a request that was sent: the parts that were answered.

    How to reach people is masked: whoever uses the device next may come to it.
    """
    facts = [
        AnswerRow(gettext(question), gettext(answer), "about-the-offence")
        for question, answer in eligibility_checker.answered(
            request.offence_id, request.offence_answers
        )
    ]
    files = [document.name for document in request.documents]
    parts = _parts(masked(details_of(request), gettext("Given")), files, facts, {})
    shown_parts = [Part(part.title, [row for row in part.rows if row.words]) for part in parts]
    return [part for part in shown_parts if part.rows]


def _parts(
    details: RequestDetails,
    files: Sequence[str],
    facts: Sequence[AnswerRow],
    answers: Mapping[str, Any],
) -> list[Part]:
    court = find_court(details.court_id)
    case = [
        AnswerRow(gettext("Court"), suggestions.court_typed(details.court_text, court), "court"),
        *_court_meant(court, details, answers),
        AnswerRow(gettext("Date of sentence"), _date(details), "date"),
        *_days_meant(answers),
        AnswerRow(gettext("Offence"), details.offence_text, "offence"),
        *_offences_ticked(details),
        *_offence_meant(details, answers),
        *facts,
        AnswerRow(gettext("Person who was sentenced"), details.offender_name, "offender"),
        AnswerRow(gettext("Case number"), details.background.court_case_number, "offender"),
        AnswerRow(gettext("Others sentenced in the case"), details.other_offenders, "offender"),
    ]
    reasons = [
        AnswerRow(gettext("Why the sentence is too lenient"), details.reason, "reason"),
        AnswerRow(gettext("Links"), details.links, "links"),
        AnswerRow(gettext("Files"), "\n".join(files), "files"),
    ]
    you = [
        AnswerRow(gettext("Who you are"), _who(details, answers), "who-you-are"),
        *_told(details),
        *_for_whom(details, answers),
        *_together(details, answers),
        *_reached(details, answers),
        AnswerRow(gettext("Language for our reply"), _language(details.language), "language"),
        AnswerRow(gettext("Help or changes you need"), details.support_needs, "support"),
    ]
    return [
        Part(gettext("The sentence"), case),
        Part(gettext("Your reasons"), reasons),
        Part(gettext("About you"), you),
    ]


def _date(details: RequestDetails) -> str:
    day = filters.weekday_date(details.sentenced_on)
    return "\n".join(part for part in (day, details.sentenced_text) if part)


def _days_meant(answers: Mapping[str, Any]) -> Iterator[AnswerRow]:
    """The days that their words mean, where they said so and it is not one day."""
    days = days_said(answers)
    if days is not None and answers.get("which_day") == "yes":
        yield AnswerRow(gettext("The day you mean"), days_in_words(days), "which-day")


def _court_meant(
    court: Court | None, details: RequestDetails, answers: Mapping[str, Any]
) -> Iterator[AnswerRow]:
    """The court chosen, or read in words that are not its name."""
    if court is None:
        return
    step = "which-court" if answers.get("which_court") else "court"
    if step == "which-court" or details.court_text not in (court.name, court.welsh_name):
        yield AnswerRow(gettext("The court you mean"), suggestions.court_name(court), step)


def _offences_ticked(details: RequestDetails) -> Iterator[AnswerRow]:
    """The offences ticked of those that the words list."""
    ticked = lookups.ticked_offences(details)
    if ticked is not None:
        words = "\n".join(count.read.words for count in ticked) or gettext("None of those listed")
        yield AnswerRow(gettext("Offences the person was sentenced for"), words, "convictions")


def _offence_meant(details: RequestDetails, answers: Mapping[str, Any]) -> Iterator[AnswerRow]:
    """The offence chosen, or read in words that are not its name."""
    offence = find_offence(details.offence_id)
    if offence is None:
        return
    name = suggestions.offence_name(offence, chosen_form(details.offence_answers) or Form.FULL)
    if answers.get("which_offence"):
        yield AnswerRow(gettext("The nearest offence"), name, "which-offence")
    elif name.casefold() != details.offence_text.casefold():
        yield AnswerRow(gettext("The offence you mean"), name, "offence")


def _facts(answers: Answers) -> Iterator[AnswerRow]:
    """The questions that the offence raised."""
    for question_id, value in answers.get("facts", {}).items():
        question = eligibility_checker.question(input_of(answers), question_id)
        if question is None:
            continue
        text = next((answer.text for answer in question.answers if answer.value == value), None)
        words = gettext(text) if text else gettext("I do not know")
        yield AnswerRow(gettext(question.text), words, "about-the-offence", question_id)


def _who(details: RequestDetails, answers: Mapping[str, Any]) -> str:
    return str(STANDINGS[answers.get("standing") or details.standing])


def _told(details: RequestDetails) -> Iterator[AnswerRow]:
    if details.standing in {RequesterRole.VICTIM, RequesterRole.BEREAVED_FAMILY}:
        told = {None: "", True: gettext("Yes, I was told"), False: gettext("No, nobody told me")}
        lines = (told[details.was_told], details.told_by, filters.weekday_date(details.told_on))
        words = "\n".join(line for line in lines if line)
        yield AnswerRow(
            gettext("Told that a sentence can be reviewed"), words, "told-of-the-scheme"
        )


def _reached(details: RequestDetails, answers: Mapping[str, Any]) -> Iterator[AnswerRow]:
    """Their name and how they are reached: of an office on the page that asks of it."""
    is_office = is_of_office(answers)
    step = "for-whom" if is_office else "contact"
    yield AnswerRow(gettext("Your name"), details.requester_name, step)
    yield AnswerRow(gettext("Email address"), details.email, step)
    yield AnswerRow(gettext("Telephone number"), details.telephone, step)
    if not is_office:
        yield AnswerRow(gettext("Postal address"), details.postal_address, step)
        yield from _safety(details, answers)


def _safety(details: RequestDetails, answers: Mapping[str, Any]) -> Iterator[AnswerRow]:
    safe = details.safe_ways
    if details.email:
        use = str(EMAIL_USES[safe.email_use])
        if safe.email_use is EmailUse.NEWS and not answers.get("email_use"):
            use = gettext("Not said: we only say that there is news")
        yield AnswerRow(gettext("Who else can read your email"), use, "safe-email")
    if details.telephone:
        text = _allowed(answers, "may_text", is_allowed=safe.may_text)
        message = _allowed(answers, "may_leave_message", is_allowed=details.may_leave_message)
        yield AnswerRow(gettext("Safe to send a text"), text, "safe-phone")
        yield AnswerRow(gettext("Safe to leave a message"), message, "safe-phone")
        yield AnswerRow(gettext("When to telephone"), safe.times, "safe-more")
        yield AnswerRow(gettext("If someone else answers"), safe.words_to_use, "safe-more")
    if details.postal_address:
        post = _allowed(answers, "may_post", is_allowed=details.may_post)
        yield AnswerRow(gettext("Safe to post a letter"), post, "safe-post")
    if details.email or details.telephone or details.postal_address:
        yield AnswerRow(gettext("Someone to speak to for you"), safe.safe_person, "safe-more")
        yield AnswerRow(gettext("Interpreter"), safe.interpreter, "safe-more")


def _for_whom(details: RequestDetails, answers: Mapping[str, Any]) -> Iterator[AnswerRow]:
    standing, background, step = details.standing, details.background, "for-whom"
    if standing is RequesterRole.ON_BEHALF:
        yield AnswerRow(gettext("Who you are asking for"), background.by_right, step)
    if standing is RequesterRole.MP:
        yield AnswerRow(gettext("MP"), background.mp_name, step)
        yield AnswerRow(gettext("Constituency"), background.constituency, step)
        yield AnswerRow(gettext("The constituent"), background.constituent, step)
        consent = {None: "", True: gettext("Yes, they agree"), False: gettext("No, they do not")}
        words = consent[background.has_consent]
        yield AnswerRow(gettext("The constituent agrees"), words, step)
        yield AnswerRow(
            gettext("Who should hear from us"), str(WHO_HEARS.get(background.who_hears, "")), step
        )
    if background.own_reference or is_of_office(answers):
        yield AnswerRow(gettext("Your reference"), background.own_reference, step)


def _together(details: RequestDetails, answers: Mapping[str, Any]) -> Iterator[AnswerRow]:
    is_asked = details.standing in _MAY_ASK_TOGETHER and not is_of_office(answers)
    people = []
    for person in details.background.together:
        safe = gettext("Safe to reach there") if person.is_safe else gettext("Do not write or call")
        lines = (person.name, person.contact, str(safe))
        people.append("\n".join(line for line in lines if line))
    if people or is_asked:
        step = "asking-together" if people else "together"
        yield AnswerRow(gettext("Asking with you"), "\n\n".join(people), step)


def _allowed(answers: Mapping[str, Any], name: str, *, is_allowed: bool | None) -> str:
    """Say whether something is safe: a request that was sent no longer knows a no from a blank."""
    if is_allowed:
        return str(gettext("Yes, it is safe"))
    is_refused = answers.get(name) is False
    return str(gettext("No, it is not safe") if is_refused else gettext("Not said"))


def _language(code: str) -> str:
    return str(gettext("Welsh") if code == "cy" else gettext("English"))
