"""Is it in the scheme? Three answers, each test with its reason and its authority.

The court must be the Crown Court in England and Wales (Criminal Justice Act 1988 s.36(1)(a)), the
sentence must be one (s.35(6)), and at least one offence must be triable only on indictment or named
by Order, at the date of SENTENCE (s.35(3), (4)). Unknown never becomes no.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import WHERE_TO_TURN, Courts, UnknownCourt, load_courts
from ulss_tracker.scheme.offences import reasons
from ulss_tracker.scheme.offences.conviction import ConvictionTest, Finding
from ulss_tracker.scheme.offences.facts import (
    Assessment,
    CameBy,
    ConvictionFacts,
    Facts,
    NextQuestion,
    OrderKind,
    TestResult,
)
from ulss_tracker.scheme.offences.offence import FactAnswer
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import Catalogue, UnknownOffence
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.offence_reading import OffenceReading
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.scheme.reading.ticks import CONVICTIONS
from ulss_tracker.scheme.time.time_limits import TimeVerdict, time_answer

IN, NOT, CHECK = Verdict.IN_SCHEME, Verdict.NOT_IN_SCHEME, Verdict.MUST_CHECK

NOTICE, NOTICE_GIVEN, NOTICE_NOT_GIVEN = "fraud_notice", "yes", "no"
NOTICE_ROW = "spec-1Aa-51B"

_OTHER_COURTS = {
    CourtKind.MAGISTRATES: NOT,
    CourtKind.YOUTH: NOT,
    CourtKind.NORTHERN_IRELAND: NOT,
    CourtKind.SCOTLAND: NOT,
    CourtKind.CROWN_DEPENDENCY: NOT,
}
_NOT_TRIED_THERE = {
    CameBy.COMMITTED: (reasons.COMMITTED, reasons.COMMITTAL_ACT),
    CameBy.APPEAL: (reasons.APPEAL, reasons.COURT_ACT),
}
_ORDERS = {
    OrderKind.INTERIM_HOSPITAL: (NOT, reasons.ORDER_INTERIM),
    OrderKind.DEFERRED: (CHECK, reasons.ORDER_DEFERRED),
    OrderKind.CONFISCATION: (IN, reasons.ORDER_CONFISCATION),
}
_TIMES = {
    TimeVerdict.IN_TIME: IN,
    TimeVerdict.OUT_OF_TIME: NOT,
    TimeVerdict.MUST_CHECK: CHECK,
}


def assess(facts: Facts, catalogue: Catalogue, courts: Courts | None = None) -> Assessment:
    """Whether a sentence is in the scheme, test by test, and what to ask next.

    Pure: the same facts and catalogue give the same answer. Raises CalendarUnknown where a time
    test is asked for past the bank holidays that are known.
    """
    courts = load_courts() if courts is None else courts
    kind = _court_kind(facts, courts)
    court = _court(kind, facts, courts)
    martial = kind is CourtKind.COURT_MARTIAL
    test = ConvictionTest(catalogue, facts.sentenced_on, facts.recorded, martial)
    found = [
        finding
        for number, conviction in enumerate(facts.convictions)
        for finding in _judged(number, conviction, facts, test)
    ]
    tests = [court, *(result for result, _, _ in found)]
    tests += _whole_case(facts, catalogue)
    offences = _together([test for test in tests if test.test in {"offence", "whole_case"}])
    tests += _other_offences(tests, offences)
    tests += _order(facts)
    gates = [court.verdict, *(test.verdict for test in tests if test.test == "order")]
    verdict = _overall(gates, offences)
    tests += _time(facts)
    questions: list[NextQuestion] = []
    if verdict is CHECK:
        questions = _questions(facts, court, offences, [questions for _, _, questions in found])
    findings = [finding for _, finding, _ in found if finding is not None]
    return Assessment(
        verdict,
        tuple(tests),
        tuple(questions),
        catalogue.version,
        tuple(finding.offence.id for finding in findings),
        tuple(finding.form for finding in findings),
    )


def _overall(gates: Sequence[Verdict], offences: Verdict) -> Verdict:
    """A no from any test is a no; otherwise a doubt in any is a doubt."""
    verdicts = [*gates, offences]
    if NOT in verdicts:
        return NOT
    return CHECK if CHECK in verdicts else IN


def _together(tests: Sequence[TestResult]) -> Verdict:
    """Any qualifying offence brings the case in; only if every one is out is it out."""
    verdicts = [test.verdict for test in tests]
    if IN in verdicts:
        return IN
    return NOT if verdicts and CHECK not in verdicts else CHECK


def _court(kind: CourtKind | None, facts: Facts, courts: Courts) -> TestResult:
    if kind is None:
        return _court_not_known(facts, courts)
    if kind is CourtKind.CROWN_COURT and facts.came_by in _NOT_TRIED_THERE:
        return TestResult("court", CHECK, *_NOT_TRIED_THERE[facts.came_by])
    if kind is CourtKind.CROWN_COURT:
        return TestResult("court", IN, reasons.CROWN_COURT, reasons.COURT_ACT)
    martial = kind is CourtKind.COURT_MARTIAL
    act = reasons.COURT_MARTIAL_ACT if martial else reasons.COURT_ACT
    return TestResult("court", _OTHER_COURTS.get(kind, CHECK), WHERE_TO_TURN[kind], act)


def _court_not_known(facts: Facts, courts: Courts) -> TestResult:
    """A record's court is the Crown Court, unless its words name what may well be another."""
    reading = courts.read(facts.court_text)
    if reading.certainty == "possible" and reading.kind is None:
        return TestResult("court", CHECK, reasons.COURT_NOT_CROWN, reasons.COURT_ACT)
    if facts.recorded:
        return TestResult("court", IN, reasons.COURT_AS_RECORDED, reasons.COURT_ACT)
    return TestResult("court", CHECK, reasons.COURT_UNKNOWN, reasons.COURT_ACT)


def _court_kind(facts: Facts, courts: Courts) -> CourtKind | None:
    """Find the kind of court from its id or else from its words; None if that is not known."""
    if facts.court_id is not None:
        try:
            return courts.get(facts.court_id).kind
        except UnknownCourt:
            pass
    reading = courts.read(facts.court_text)
    if reading.kind is CourtKind.CROWN_COURT and reading.certainty != "sure":
        # A place may have both courts: only words that say Crown make it one.
        return reading.kind if "crown" in facts.court_text.casefold() else None
    return reading.kind


_Found = tuple[TestResult, Finding | None, tuple[NextQuestion, ...]]


def _judged(
    number: int, conviction: ConvictionFacts, facts: Facts, test: ConvictionTest
) -> Iterable[_Found]:
    """Judge a conviction; a category, which may be another offence, can take nothing out."""
    for result, finding, questions in _conviction(number, conviction, facts, test):
        if conviction.is_category and result.verdict is NOT:
            reason = reasons.OFFENCE_CATEGORY.format(text=conviction.text)
            result = TestResult("offence", CHECK, reason, reasons.OFFENCE_ACT)
            yield result, finding, (*questions, _ask_offence(number))
        else:
            yield result, finding, questions


def _conviction(
    number: int, conviction: ConvictionFacts, facts: Facts, test: ConvictionTest
) -> Iterable[_Found]:
    """Judge a conviction. One told in words may turn out to be several, or unknown."""
    catalogue = test.catalogue
    answers = dict(conviction.answers)
    if facts.fraud_notice is not None:
        answers.setdefault(NOTICE, NOTICE_GIVEN if facts.fraud_notice else NOTICE_NOT_GIVEN)
    if conviction.offence_id is not None:
        try:
            offence = catalogue.get(conviction.offence_id)
        except UnknownOffence:
            yield _unknown(number, reasons.OFFENCE_MISSING)
            return
        yield _known(number, test.find(offence, conviction.form, answers))
        return
    readings = read_offences(
        conviction.text,
        catalogue,
        on=facts.sentenced_on,
        recorded=facts.recorded,
        ticks=answers.get(CONVICTIONS),
    )
    if not readings:
        yield _unknown(number, reasons.NO_OFFENCE)
    if len(readings) > 1:  # what is beside a name may say more of it, so nothing is taken as read
        test = replace(test, recorded=False)
    for reading in readings:
        offences = catalogue.distinct(reading.candidates, facts.sentenced_on)
        once = replace(reading, candidates=offences)
        found = _read(number, once, conviction.form, answers, test)
        yield found if facts.recorded else _sure_or_asked(number, reading, found)


def _read(
    number: int, reading: OffenceReading, form: Form, answers: dict[str, str], test: ConvictionTest
) -> _Found:
    """Judge a stretch of text: all that it may be must agree before there is an answer."""
    if reading.certainty == "unknown":
        return _unknown(number, _not_known(reading), reading)
    form = reading.form if form is Form.FULL else form
    answers = {**reading.answers, **answers}
    findings = [test.find(offence, form, answers) for offence in reading.candidates]
    first = findings[0]
    if len(findings) == 1:
        return _known(number, first)
    if len({finding.verdict for finding in findings}) == 1 and first.verdict is not CHECK:
        reason = reasons.OFFENCE_ANY.format(text=reading.text, reason=first.reason)
        basis = "; or ".join(dict.fromkeys(map(_basis, findings)))
        return TestResult("offence", first.verdict, reason, first.authority, basis), first, ()
    reason = reasons.OFFENCE_SEVERAL.format(text=reading.text)
    result = TestResult("offence", CHECK, reason, reasons.OFFENCE_ACT)
    return result, first, (_which(number, reading),)


def _not_known(reading: OffenceReading) -> str:
    """The reason why words do not say which offence it was."""
    if reading.graver:
        return reasons.OFFENCE_GRAVER.format(text=reading.text, about=reading.graver)
    reason = reasons.OFFENCE_TOLD if reading.is_told else reasons.OFFENCE_UNREAD
    return reason.format(text=reading.text)


def _sure_or_asked(number: int, reading: OffenceReading, found: _Found) -> _Found:
    """Where somebody can be asked, words that only part of one name fits are asked about."""
    if reading.certainty != "possible" or len(reading.candidates) > 1:
        return found
    reason = reasons.OFFENCE_PERHAPS.format(text=reading.text, title=reading.candidates[0].title)
    result = TestResult("offence", CHECK, reason, reasons.OFFENCE_ACT)
    return result, found[1], (_which(number, reading),)


def _known(number: int, finding: Finding) -> _Found:
    result = TestResult(
        "offence", finding.verdict, finding.reason, finding.authority, _basis(finding)
    )
    questions = [
        NextQuestion(one.id, one.text, one.hint, one.answers, number) for one in finding.pending
    ]
    if finding.needs_date:
        questions.append(_ask_date())
    return result, finding, tuple(questions)


def _basis(finding: Finding) -> str:
    if finding.verdict is not IN:
        return ""
    return reasons.basis_of(finding.offence, finding.form, finding.authority)


def _unknown(number: int, reason: str, reading: OffenceReading | None = None) -> _Found:
    result = TestResult("offence", CHECK, reason, reasons.OFFENCE_ACT)
    if reading is not None and reading.candidates:
        return result, None, (_which(number, reading),)
    return result, None, (_ask_offence(number),)


def _ask_offence(number: int) -> NextQuestion:
    return NextQuestion("offence", reasons.ASK_OFFENCE, reasons.ASK_OFFENCE_HINT, (), number)


def _which(number: int, reading: OffenceReading) -> NextQuestion:
    answers = tuple(FactAnswer(one.id, one.title, one.id) for one in reading.candidates)
    return NextQuestion("offence", reasons.ASK_WHICH, reasons.ASK_OFFENCE_HINT, answers, number)


def _ask_date() -> NextQuestion:
    return NextQuestion("sentenced_on", reasons.ASK_DATE, reasons.ASK_DATE_HINT)


def _whole_case(facts: Facts, catalogue: Catalogue) -> list[TestResult]:
    """A case after a notice of serious or complex fraud is caught whole: paragraphs 1 and 1A."""
    if not facts.fraud_notice:
        return []
    test = ConvictionTest(catalogue, facts.sentenced_on)
    finding = test.find(catalogue.get(NOTICE_ROW), Form.FULL, {NOTICE: NOTICE_GIVEN})
    if finding.verdict is not IN:
        return [TestResult("whole_case", finding.verdict, finding.reason, reasons.WHOLE_CASE_ORDER)]
    act, basis = reasons.WHOLE_CASE_ORDER, reasons.BASIS_WHOLE_CASE
    return [TestResult("whole_case", IN, reasons.WHOLE_CASE, act, basis)]


def _other_offences(tests: Sequence[TestResult], offences: Verdict) -> list[TestResult]:
    verdicts = {test.verdict for test in tests if test.test == "offence"}
    if offences is not IN or len(verdicts) < 2:
        return []
    return [TestResult("other_offences", IN, reasons.OTHER_OFFENCES, reasons.PROCEEDING_ACT)]


def _order(facts: Facts) -> list[TestResult]:
    if facts.order_kind is None:
        return []
    verdict, reason = _ORDERS.get(facts.order_kind, (IN, reasons.ORDER_COUNTS))
    return [TestResult("order", verdict, reason, reasons.SENTENCE_ACT)]


def _time(facts: Facts) -> list[TestResult]:
    if facts.sentenced_on is None or (facts.received_at is None and facts.as_at is None):
        return []
    answer = time_answer(
        facts.sentenced_on,
        facts.standing,
        received_at=facts.received_at,
        now=facts.as_at,
        varied_on=facts.varied_on,
        deferred=facts.order_kind is OrderKind.DEFERRED,
    )
    return [TestResult("time", _TIMES[answer.verdict], answer.reason, answer.authority)]


def _questions(
    facts: Facts,
    court: TestResult,
    offences: Verdict,
    asked: Sequence[tuple[NextQuestion, ...]],
) -> list[NextQuestion]:
    """List what to ask, most decisive first: the court, the date, then each offence's questions."""
    questions: list[NextQuestion] = []
    if court.reason in {reasons.COURT_UNKNOWN, reasons.COURT_NOT_CROWN}:
        questions.append(NextQuestion("court", reasons.ASK_COURT, reasons.ASK_COURT_HINT))
    if offences is CHECK:
        if not facts.convictions:
            questions.append(_ask_offence(0))
        next_questions = [question for group in asked for question in group]
        questions += [one for one in next_questions if one.id == "sentenced_on"][:1]
        questions += [one for one in next_questions if one.id != "sentenced_on"]
    return questions
