"""The facts of a review that both letters state, read once and turned into words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

from ulss_tracker.clock import day_of
from ulss_tracker.models import Conviction, DecisionChoice, Review, Sentence
from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import find_court, load_courts
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.scheme.reading import typed_words
from ulss_tracker.scheme.time import time_words, written_days
from ulss_tracker.services.cases.cases import NAME_NOT_KNOWN
from ulss_tracker.services.letters.values import (
    LetterValues,
    Offence,
    Place,
    Prepared,
    Sentenced,
    Spot,
)
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.protection import restrictions
from ulss_tracker.services.referral import worksheets


class Gaps:
    """The facts found to be missing, each by the name a caseworker knows it by."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.spots: dict[str, Spot] = {}

    def need(self, value: str, name: str, at: Spot | None = None) -> str:
        """`value` without spaces around it; when nothing is left, `name` is missing.

        It is recorded `at` that spot of the case.
        """
        value = value.strip()
        if not value and name not in self.names:
            self.names.append(name)
            if at is not None:
                self.spots[name] = at
        return value

    def need_paragraphs(self, text: str, name: str, at: Spot | None = None) -> list[str]:
        """The paragraphs of `text`; when there are none, `name` is missing."""
        return typed_words.paragraphs(self.need(text, name, at))

    def need_lines(self, text: str, name: str, at: Spot | None = None) -> list[str]:
        """The lines of `text`; when there are none, `name` is missing."""
        return typed_words.lines(self.need(text, name, at))

    def in_letter(self, values: LetterValues) -> Prepared:
        """The letter with these values and what was found to be missing from it."""
        return Prepared(values, tuple(self.names), self.spots)


def day_in_words(day: date | None, language: str = "en") -> str:
    """3 March 2026, or 3 Mawrth 2026, or nothing."""
    if day is None:
        return ""
    return written_days.with_year(day, language)


def weekday_in_words(day: date, language: str = "en") -> str:
    """Friday 3 April 2026, or Dydd Gwener 3 Ebrill 2026, on a line of its own."""
    words = written_days.with_weekday(day, language)
    return words[0].upper() + words[1:]


def typed_day(text: str) -> date | None:
    """The date a form kept as 2026-03-03, or None where there is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def moment_in_words(moment: datetime | None, language: str = "en") -> str:
    """5pm on Tuesday 3 March 2026, in London; or nothing."""
    if moment is None:
        return ""
    if language == "cy":
        return compose.moment(moment, language)
    return time_words.moment_words(moment)


def time_in_words(at: time | None, language: str = "en") -> str:
    """10:30am, or 10:30yb, or nothing."""
    return time_words.clock_words(at, language) if at else ""


def answered_on(review: Review) -> date | None:
    """The day on which the offender last served a notice in answer (CrimPR r.41.4), if any."""
    return max((notice.served_on for notice in review.respondents_notices), default=None)


def court_of(review: Review, gaps: Gaps, language: str = "en") -> str:
    """The court's name in this language: the list's, or as it was written.

    In Welsh, what was written is read as a court where it certainly means one. Of an entry that
    stands for many courts, such as a magistrates' court, what was written says which.
    """
    case = review.case
    name, courts = case.court_text, load_courts()
    if case.court_id:
        court = find_court(case.court_id)
        is_one = court is not None and (court.kind is CourtKind.CROWN_COURT or language == "cy")
        listed = court.name_in(language) if court else case.court_id
        name = listed if is_one else case.court_text or listed
    elif language == "cy" and (meant := courts.read(name)).certainty == "sure" and meant.court:
        name = meant.court.name_in(language)
    return gaps.need(
        name, "The Crown Court where the sentence was passed", Spot(Place.CASE, "court")
    )


def hearing_place(typed: str, language: str) -> str:
    """Where a hearing is, as it was recorded, and in Welsh as far as it is known."""
    return load_courts().in_welsh(typed) if language == "cy" else typed


def offender_of(review: Review, gaps: Gaps) -> str:
    """The offender's name. A sentencing reference names the offender (CrimPR r.41.3)."""
    name = "" if review.offender_name == NAME_NOT_KNOWN else review.offender_name
    return gaps.need(name, "The offender’s name", Spot(Place.OFFENDER, "name"))


def case_number_of(review: Review, gaps: Gaps) -> str:
    """The Crown Court's number of the case."""
    return gaps.need(
        review.case.court_case_number, "The Crown Court case number", Spot(Place.CASE, "number")
    )


def address_for_service_of(review: Review, gaps: Gaps) -> list[str]:
    """The lines of the address at which the offender is served."""
    return gaps.need_lines(
        review.offender_address,
        "The offender’s address for service (prison or home)",
        Spot(Place.OFFENDER, "address"),
    )


def sentenced_on(review: Review, language: str = "en") -> str:
    """The day of the last sentence, or nothing: the time limit runs from it."""
    days = [sentence.sentenced_on for sentence in review.sentences]
    return day_in_words(max(days, default=None), language)


def sentences_of(review: Review, gaps: Gaps) -> list[Sentenced]:
    """Each sentence with its offences (CrimPR r.41.3(3): verdict or plea, and sentencing).

    What was passed on each count is the worksheet's.
    """
    worksheet = worksheets.written(review)
    if not review.sentences:
        gaps.need("", "The date of sentence, the sentence and the offences", Spot(Place.SENTENCE))
    return [_sentenced(sentence, gaps, worksheet) for sentence in review.sentences]


def _sentenced(sentence: Sentence, gaps: Gaps, worksheet: Mapping[str, str]) -> Sentenced:
    day = day_in_words(sentence.sentenced_on)
    if not sentence.convictions:
        gaps.need("", f"An offence sentenced on {day}", Spot(Place.SENTENCE))
    return Sentenced(
        passed_on=day,
        varied_on=day_in_words(sentence.varied_on),
        text=gaps.need(sentence.text, f"The sentence passed on {day}", Spot(Place.SENTENCE)),
        judge=sentence.judge.strip(),
        offences=[
            replace(
                _offence(conviction, day, gaps),
                sentence=worksheets.passed_on(conviction, worksheet),
            )
            for conviction in sentence.convictions
        ],
    )


def _offence(conviction: Conviction, day: str, gaps: Gaps) -> Offence:
    known = find_offence(conviction.offence_id)
    name = gaps.need(
        known.title if known else conviction.text,
        f"The name of an offence sentenced on {day}",
        Spot(Place.SENTENCE),
    )
    plea = conviction.plea.label if conviction.plea else ""
    form = "" if conviction.form is Form.FULL else f" ({conviction.form.label.lower()})"
    return Offence(
        name=name + form if name else "",
        citation=known.citation if known else "",
        plea=gaps.need(
            plea, f"Plea or verdict for: {name}{form}", Spot(Place.PLEA, "plea", conviction.id)
        ),
        convicted_on=day_in_words(conviction.convicted_on),
    )


def has_protected_complainant(review: Review) -> bool:
    """Whether a complainant may have anonymity for life, so that the letter must say so."""
    return any(
        restrictions.protects_complainant_of(conviction)
        for sentence in review.sentences
        for conviction in sentence.convictions
    )


def decision_of(review: Review, gaps: Gaps) -> tuple[str, str]:
    """Who decided to refer, and on which day (CJA 1988 s.36(1): the law officer's own decision)."""
    decision = review.decision
    if decision is None or decision.choice is not DecisionChoice.REFER:
        gaps.need("", "A decision to refer by a law officer")
        return "", ""
    day = day_of(decision.decided_at)
    return decision.decided_by.name, day_in_words(day)
