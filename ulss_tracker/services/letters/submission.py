"""The submission to the law officers, printed: what was frozen when it was sent, and no more."""

from datetime import date, datetime
from typing import Any

from ulss_tracker.clock import day_of
from ulss_tracker.models import PackQuestion
from ulss_tracker.scheme.reading import typed_words
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.services.letters import facts
from ulss_tracker.services.letters.letterhead import head_of
from ulss_tracker.services.letters.subject import LetterSubject
from ulss_tracker.services.letters.values import (
    AdviceInWords,
    Place,
    Prepared,
    SentencedInWords,
    Spot,
    StandingInWords,
    Submission,
)
from ulss_tracker.services.referral import pack_questions, submissions


def prepare(subject: LetterSubject) -> Prepared:
    """The latest submission's values. What it lacked is not filled in from the case since."""
    gaps = facts.Gaps()
    sent = submissions.latest(subject.the_review)
    if sent is None:
        gaps.need("", "The submission: send it to the law officers first", Spot(Place.SUBMISSION))
    pack: dict[str, Any] = sent.pack if sent else {}
    later = pack.get("file_by_at")
    file_by_at = pack.get("earliest_file_by_at", later)
    values = Submission(
        **head_of(subject),
        submission_version=str(sent.version) if sent else "",
        sent_on=facts.day_in_words(day_of(sent.made_at)) if sent else "",
        fingerprint=sent.sha256 if sent else "",
        case_number=pack.get("court_case_number", ""),
        offender=pack.get("offender", ""),
        born_on=_day(pack.get("offender_born_on")),
        court=pack.get("court", ""),
        sentences=[_sentenced(each) for each in pack.get("sentences", [])],
        last_day=_last_day(pack.get("last_day_on")),
        file_by=_moment(file_by_at),
        later=_moment(later) if later != file_by_at else "",
        may_be_until=_last_day(pack.get("may_be_until_on")),
        verdict=pack.get("verdict", ""),
        bases=pack.get("bases", []),
        requests=pack.get("requests", ""),
        facts=typed_words.paragraphs(pack.get("facts", "")),
        aggravating=typed_words.paragraphs(pack.get("aggravating", "")),
        mitigating=typed_words.paragraphs(pack.get("mitigating", "")),
        why_lenient=typed_words.paragraphs(pack.get("why_lenient", "")),
        victims_view=typed_words.paragraphs(pack.get("victims_view", "")),
        verified=[_verified(each) for each in pack.get("verified", [])],
        lock=pack.get("lock", ""),
        papers=_papers(pack),
        bundle=pack.get("bundle", ""),
        recommendation=pack.get("recommendation", ""),
        options=typed_words.paragraphs(pack.get("options", "")),
        together=", ".join(pack.get("together", [])),
        advised=_advised(pack),
        questions=[
            _question(question) for question in pack_questions.of_review(subject.the_review)
        ],
        written_by=sent.made_by.name if sent and not pack.get("advised") else "",
    )
    return gaps.in_letter(values)


def _sentenced(frozen: dict[str, Any]) -> SentencedInWords:
    return SentencedInWords(
        passed_on=_day(frozen["sentenced_on"]),
        varied_on=_day(frozen["varied_on"]),
        text=frozen["text"] or frozen["kind"],
        judge=frozen["judge"],
        offences=frozen["offences"],
    )


def _verified(frozen: dict[str, Any]) -> StandingInWords:
    """How one of date, court and offence stood: by whom it was verified, and against what."""
    if not frozen["by"]:
        return StandingInWords(frozen["fact"], "not verified by a second person", is_wanting=True)
    source = ": ".join(each for each in (frozen["source"], frozen["source_reference"]) if each)
    words = f"verified by {frozen['by']}, {_moment(frozen['at'])}. {source}"
    return StandingInWords(frozen["fact"], words, is_wanting=False)


def _papers(pack: dict[str, Any]) -> list[StandingInWords]:
    """The papers that were asked for; packs of before they were kept say only what was wanted."""
    if "papers" in pack:
        return [_paper(each) for each in pack["papers"]]
    return [
        StandingInWords(each, "missing", is_wanting=True) for each in pack.get("papers_wanted", [])
    ]


def _paper(frozen: dict[str, Any]) -> StandingInWords:
    name = f"{frozen['label']}, asked for {_moment(frozen['asked_at'])}"
    if frozen["received_at"]:
        received = f"received {_moment(frozen['received_at'])}"
        if frozen.get("document_id"):
            return StandingInWords(name, received, is_wanting=False)
        return StandingInWords(name, f"{received}, no file of it is here", is_wanting=True)
    if frozen["not_applicable_reason"]:
        is_refused = "is_refused" in frozen
        words = "refused" if is_refused else "there is none"
        words = f"{words}, {frozen['not_applicable_reason']}"
        return StandingInWords(name, words, is_wanting=is_refused)
    part = frozen.get("incomplete_reason")
    words = f"incomplete, {part}" if part else "missing"
    promised = _day(frozen["promised_by_on"])
    return StandingInWords(
        name, f"{words}, promised by {promised}" if promised else words, is_wanting=True
    )


def _question(question: PackQuestion) -> StandingInWords:
    """A question and its answer, as they stand when this is printed."""
    asked_at = facts.moment_in_words(question.asked_at)
    name = (
        f"Question {question.number}, paragraph {question.paragraph} of version "
        f"{question.submission.version}, {question.asked_by.name}, {asked_at}: {question.words}"
    )
    if question.answered_by is None or question.answered_at is None:
        return StandingInWords(name, "Not answered yet", is_wanting=True)
    answered_at = facts.moment_in_words(question.answered_at)
    words = f"Answer of {question.answered_by.name}, {answered_at}: {question.answer}"
    return StandingInWords(name, words, is_wanting=False)


def _advised(pack: dict[str, Any]) -> list[AdviceInWords]:
    given = [
        AdviceInWords(
            f"{each['by']}, {each['as'].lower()}, {_moment(each['at'])}",
            typed_words.paragraphs(each["words"]),
        )
        for each in pack.get("advised", [])
    ]
    return given or [AdviceInWords("", typed_words.paragraphs(pack.get("advice", "")))]


def _day(frozen: str | None) -> str:
    return facts.day_in_words(date.fromisoformat(frozen)) if frozen else ""


def _last_day(frozen: str | None) -> str:
    return day_words(date.fromisoformat(frozen)) if frozen else ""


def _moment(frozen: str | None) -> str:
    return facts.moment_in_words(datetime.fromisoformat(frozen)) if frozen else ""
