"""The submission to the law officers, printed: what was frozen when it was sent, and no more."""

from datetime import date, datetime
from typing import Any

from ulss_tracker.clock import LONDON
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.services.letters import facts
from ulss_tracker.services.letters.letterhead import head_of
from ulss_tracker.services.letters.subject import Subject
from ulss_tracker.services.letters.values import Place, Prepared, SentencedInWords, Submission
from ulss_tracker.services.referral import submissions


def prepare(subject: Subject) -> Prepared:
    """The latest submission's values. What it lacked is not filled in from the case since."""
    gaps = facts.Gaps()
    sent = submissions.latest(subject.the_review)
    if sent is None:
        gaps.need("", "The submission: send it to the law officers first", Place.SUBMISSION)
    pack: dict[str, Any] = sent.pack if sent else {}
    values = Submission(
        **head_of(subject),
        submission_version=str(sent.version) if sent else "",
        sent_on=facts.day_in_words(sent.made_at.astimezone(LONDON).date()) if sent else "",
        fingerprint=sent.sha256 if sent else "",
        case_number=pack.get("court_case_number", ""),
        offender=pack.get("offender", ""),
        born_on=_day(pack.get("offender_born_on")),
        court=pack.get("court", ""),
        sentences=[_sentenced(each) for each in pack.get("sentences", [])],
        last_day=_last_day(pack.get("last_day_on")),
        file_by=_moment(pack.get("file_by_at")),
        verdict=pack.get("verdict", ""),
        requests=pack.get("requests", ""),
        facts=facts.paragraphs(pack.get("facts", "")),
        aggravating=facts.paragraphs(pack.get("aggravating", "")),
        mitigating=facts.paragraphs(pack.get("mitigating", "")),
        why_lenient=facts.paragraphs(pack.get("why_lenient", "")),
        victims_view=facts.paragraphs(pack.get("victims_view", "")),
        papers_wanted=pack.get("papers_wanted", []),
        advice=facts.paragraphs(pack.get("advice", "")),
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


def _day(frozen: str | None) -> str:
    return facts.day_in_words(date.fromisoformat(frozen)) if frozen else ""


def _last_day(frozen: str | None) -> str:
    return day_words(date.fromisoformat(frozen)) if frozen else ""


def _moment(frozen: str | None) -> str:
    return facts.moment_in_words(datetime.fromisoformat(frozen)) if frozen else ""
