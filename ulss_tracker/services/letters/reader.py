"""Letters to one person in plain words: what they may be told, in their language."""

from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations

from config import ROOT
from ulss_tracker import clock
from ulss_tracker.clock import day_of
from ulss_tracker.models import Case, LetterKind, Review
from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import court_kind
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.scheme.reading import typed_words
from ulss_tracker.scheme.time import limit_sentences
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.deadline import Level, time_left
from ulss_tracker.scheme.time.other_ways import way_for
from ulss_tracker.scheme.time.policies import Policy, limit_named, load_policies
from ulss_tracker.scheme.time.time_sentences import say
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.core import limits, office_details
from ulss_tracker.services.letters import facts
from ulss_tracker.services.letters.kinds import Audience, Part, kind_of
from ulss_tracker.services.letters.letterhead import head_of
from ulss_tracker.services.letters.subject import LetterSubject
from ulss_tracker.services.letters.values import Place, Prepared, ReaderLetter, Spot
from ulss_tracker.services.letters.withdrawal import filed_on
from ulss_tracker.services.messaging import to_requesters
from ulss_tracker.services.protection import restrictions
from ulss_tracker.services.referral import court, papers

TRANSLATIONS: Path = ROOT / "ulss_tracker" / "translations"
_READERS = frozenset(
    {
        RequesterRole.VICTIM,
        RequesterRole.BEREAVED_FAMILY,
        RequesterRole.ON_BEHALF,
        RequesterRole.PROSECUTOR,
    }
)
_PUBLIC = "public"
_OF_THE_COURT = frozenset({LetterKind.INCREASED, LetterKind.UNCHANGED, LetterKind.LEAVE_REFUSED})


def prepare(subject: LetterSubject) -> Prepared:
    """The letter's values as far as they are known, and the facts still missing."""
    gaps = facts.Gaps()
    kind, language, request = kind_of(subject.kind), subject.language, subject.request
    review = subject.review
    if kind.is_of_review and review is None:
        gaps.need("", "Which offender it is about")
    if kind.audience is Audience.REQUESTER and request is None:
        gaps.need("", "Who asked for the review: choose their request")
    to = typed_words.lines(subject.recipient)
    if not to:
        gaps.need("", "Who the letter is to", Spot(Place.LETTER, "recipient"))
    values = ReaderLetter(
        **head_of(subject),
        to=to,
        dear=_dear(subject, to),
        reader=_reader(subject),
        their_reference=request.reference if request else "",
        received_on=_received_on(subject),
        case_number=subject.case.court_case_number,
        limit=limit_sentences.length(_limit(subject), language),
        some_have_longer=limit_sentences.some_have_longer(
            language, partial(facts.weekday_in_words, language=language)
        ),
        **(_of_review(review, subject, gaps) if review else {}),
        papers=_papers(subject, gaps),
        status_page=office_details.current().PUBLIC_URL + to_requesters.STATUS_PATH,
        words={part.name: _typed(part, subject, gaps) for part in kind.parts},
    )
    return gaps.in_letter(values)


def _dear(subject: LetterSubject, to: list[str]) -> str:
    """Whom the letter greets, an MP by name alone. Nobody at the CPS is known by name."""
    if kind_of(subject.kind).audience is Audience.CPS:
        return "colleague"
    if subject.request is not None:
        return subject.request.requester_name.strip()
    return to[0].removesuffix(" MP") if to else ""


def _reader(subject: LetterSubject) -> str:
    """Name the reader's relation to the case, so that the words fit them."""
    if subject.request is None or subject.request.standing not in _READERS:
        return _PUBLIC
    return subject.request.standing.value


def _received_on(subject: LetterSubject) -> str:
    if subject.request is None:
        return ""
    day = day_of(subject.request.received_at)
    return facts.day_in_words(day, subject.language)


def _of_review(review: Review, subject: LetterSubject, gaps: facts.Gaps) -> dict[str, Any]:
    """Everything recorded of the offender’s review that may be told, by the names of the fields."""
    language = subject.language
    decided_on = day_of(review.decision.decided_at) if review.decision else None
    is_later = review.file_by_at != review.earliest_file_by_at
    later = _to_come(review, review.file_by_at, language) if is_later else ""
    return dict(
        offender=_offender(review, gaps),
        court=facts.court_of(review, gaps, language),
        sentenced_on=gaps.need(
            facts.sentenced_on(review, language), "The date of sentence", Spot(Place.SENTENCE)
        ),
        sentence=" ".join(sentence.text.strip() for sentence in review.sentences),
        offences=offence_names(review, language),
        last_day="" if later else facts.day_in_words(review.last_day_on, language),
        file_by=_to_come(review, review.earliest_file_by_at, language),
        later=later,
        is_time_short=_is_time_short(review),
        is_time_over=subject.kind is LetterKind.NOT_REFERRED and assessing.is_out_of_time(review),
        may_be_longer=_may_be_longer(review),
        decided_on=facts.day_in_words(decided_on, language),
        filed_on=filed_on(review, language),
        **_hearing(review, subject, gaps),
        **_answer(review, subject),
        **_court_decision(review, subject, gaps),
        **_other_ways(review, subject),
    )


def _offender(review: Review, gaps: facts.Gaps) -> str:
    """The offender's name, unless an order or their age keeps it back."""
    if restrictions.public_name(review) == restrictions.WITHHELD:
        return ""
    return facts.offender_of(review, gaps)


def offence_names(review: Review, language: str) -> list[str]:
    """The offences of a review by their names in the catalogue, in this language, each once."""
    names = [
        known.title if (known := find_offence(conviction.offence_id)) else conviction.text
        for sentence in review.sentences
        for conviction in sentence.convictions
    ]
    return list(dict.fromkeys(_catalogue_words(language).gettext(name) for name in names if name))


@cache
def _catalogue_words(language: str) -> NullTranslations:
    return Translations.load(TRANSLATIONS, [language])


def _to_come(review: Review, at: datetime | None, language: str) -> str:
    """A moment by which an application must be filed, while it has not passed."""
    if at is None or at <= clock.now():
        return ""
    if _court_kind(review.case) not in {None, CourtKind.CROWN_COURT}:
        return ""  # no application can be made of another court's sentence
    return facts.moment_in_words(at, language)


def _is_time_short(review: Review) -> bool:
    """Whether the moment by which an application must be filed is near, or has passed."""
    at = review.earliest_file_by_at
    return at is not None and time_left(clock.now(), at).level is not Level.PLENTY


def _limit(subject: LetterSubject) -> Policy:
    """The limit that counts: the review's or, where there is none, that of whoever asked."""
    if subject.review is not None:
        return limit_named(subject.review.limit_name)
    return limits.of_request(subject.request) if subject.request else load_policies()[0]


def _may_be_longer(review: Review) -> bool:
    """Whether the time is over, unless a limit not confirmed, or not for them yet, gives longer."""
    answer = assessing.time_of(review)
    return answer is not None and bool(answer.may_matter)


def _hearing(review: Review, subject: LetterSubject, gaps: facts.Gaps) -> dict[str, Any]:
    """The day, time and place of the hearing last listed, for the letter that tells of it."""
    if subject.kind is not LetterKind.HEARING_LISTED:
        return {}
    if not review.hearings:
        gaps.need(
            "", "The hearing: record it on the review’s court page", Spot(Place.HEARING, "heard_on")
        )
        return {}
    listed = review.hearings[-1]
    time = facts.time_in_words(listed.time_of_day, subject.language)
    if not listed.is_time_awaited:
        gaps.need(
            time,
            "The time of the hearing: record it on the review’s court page",
            Spot(Place.HEARING, "time_of_day"),
        )
    return {
        "hearing_on": facts.weekday_in_words(listed.heard_on, subject.language),
        "hearing_time": time,
        "is_hearing_time_awaited": listed.is_time_awaited,
        "hearing_place": gaps.need(
            facts.hearing_place(listed.court, subject.language),
            "Where the hearing is: record it on the review’s court page",
            Spot(Place.HEARING, "court"),
        ),
    }


def _answer(review: Review, subject: LetterSubject) -> dict[str, Any]:
    """The respondent's notice (CrimPR r.41.4): when it was served, or until when it may be.

    What it asks for is the CPS's to know, and nobody else's whom we write to.
    """
    served, last = facts.answered_on(review), _answer_by(review)
    for_cps = kind_of(subject.kind).audience is Audience.CPS
    is_told = for_cps or (last is not None and last >= subject.issued_on)
    notes = [notice.note for notice in review.respondents_notices if notice.note]
    return {
        "answered_on": facts.day_in_words(served, subject.language),
        "answer_by": facts.day_in_words(last if is_told else None, subject.language),
        "is_answer_late": bool(served and last and served > last),
        "answer_asks": "; ".join(notes) if for_cps else "",
    }


def _answer_by(review: Review) -> date | None:
    try:
        limit = court.answer_by(review)
    except CalendarUnknown:
        return None
    return limit.last_day_on if limit else None


def _court_decision(review: Review, subject: LetterSubject, gaps: facts.Gaps) -> dict[str, str]:
    """Read the Court of Appeal's last decision and its day, for the letters that tell of it."""
    if subject.kind not in _OF_THE_COURT:
        return {}
    decided = review.court_decisions[-1:]
    day = facts.day_in_words(decided[0].decided_on if decided else None, subject.language)
    sentence = decided[0].revised_sentence.strip() if decided else ""
    if subject.kind is LetterKind.INCREASED:
        gaps.need(sentence, "The sentence as the Court of Appeal increased it", Spot(Place.COURT))
    limit = court.supreme_court_by(review)
    return {
        "court_on": gaps.need(day, "The day the Court of Appeal decided", Spot(Place.COURT)),
        "revised_sentence": sentence,
        "supreme_court_by": _if_to_come(limit.last_day_on if limit else None, subject),
    }


def _other_ways(review: Review, subject: LetterSubject) -> dict[str, str]:
    """Tell how the court that passed the last sentence can still put it right, by the table."""
    days = [sentence.sentenced_on for sentence in review.sentences]
    way = way_for(_court_kind(subject.case), max(days)) if days else None
    if way is None:
        return {}
    if not way.has_last_day:
        return {"other_way": say(way.words, subject.language)}
    return {"slip_rule_by": _if_to_come(way.last_day(max(days)), subject)}


def _if_to_come(last_day_on: date | None, subject: LetterSubject) -> str:
    """The last day of a time limit in words, or nothing once it has passed."""
    is_to_come = last_day_on is not None and last_day_on >= subject.issued_on
    return facts.day_in_words(last_day_on if is_to_come else None, subject.language)


def _court_kind(case: Case) -> CourtKind | None:
    return court_kind(case.court_id, case.court_text)


def _papers(subject: LetterSubject, gaps: facts.Gaps) -> list[str]:
    """The papers asked of the CPS and still wanted, for the letter that asks for them."""
    if subject.kind is not LetterKind.CPS_PAPERS:
        return []
    wanted = [paper.label for paper in papers.of_case(subject.case) if paper.is_wanted]
    if not wanted:
        gaps.need(
            "",
            "Which papers: record on the case’s Papers page what is asked for",
            Spot(Place.PAPERS),
        )
    return wanted


def _typed(part: Part, subject: LetterSubject, gaps: facts.Gaps) -> list[str]:
    text = subject.words.get(part.name, "")
    if part.is_date:
        text = facts.day_in_words(facts.typed_day(text), subject.language)
    if not part.is_optional:
        text = gaps.need(text, part.label, Spot(Place.LETTER, part.name))
    return typed_words.paragraphs(text)
