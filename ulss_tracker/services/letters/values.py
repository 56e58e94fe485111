"""The values a letter is made from: strings and lists of strings, able to reach nothing.

An empty string or list is a fact not recorded. A preview shows it as a gap; no letter with a gap
in what it must say is ever issued.
"""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    """One offence sentenced: its name, the Act and section, and the plea or verdict.

    `sentence` is what was passed on this count alone, or empty.
    """

    name: str
    citation: str
    plea: str
    convicted_on: str
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentenced:
    """One sentence: the day, its words, and the offences it was passed for."""

    passed_on: str
    varied_on: str
    text: str
    judge: str
    offences: list[Offence]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentencedInWords:
    """One sentence as a submission froze it: each offence with its Act and plea is one line."""

    passed_on: str
    varied_on: str
    text: str
    judge: str
    offences: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A document the court is given: what it is, and its web address."""

    text: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """An authority relied on: its name and citation, the court, and what it is cited for."""

    text: str
    court: str
    proposition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The office as its letters show it, from the settings. `logo` is a picture as data, or empty.

    `signed_by` and `signed_as` are whose name stands at the end, and what they are.
    """

    name: str
    address: list[str]
    telephone: str
    signed_by: str
    signed_as: str
    logo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The values of every letter. `restrictions` are the kinds that restrict what may be told."""

    kind: str
    issued_on: str
    issued_on_iso: str
    reference: str
    sender: Sender
    restrictions: list[str]
    has_protected_complainant: bool
    language: str = "en"
    is_large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Letterhead):
    """The application for permission to refer, which may also stand as the notice of reference.

    `bases` says why Part 4 of the Criminal Justice Act 1988 applies to the case (s.36(1)(b)), and
    `limb` which part of s.36(2) is relied on, if any. `authorities` is empty where none is.
    What the Registrar expects beside the rules (`antecedents` to `sentencing_range`, who settled it
    and who of counsel below checked it) may be empty. `bundle` names the court's, with its SHA-256.
    `limit` is the length of the limit that counts, in words, and `limit_provision` its authority.
    """

    case_number: str
    defendant: str
    born_on: str
    address: list[str]
    court: str
    sentences: list[Sentenced]
    bases: list[str]
    last_day: str
    is_of_last_sentence: bool = False
    file_by: str
    limit: str
    limit_provision: str
    appeal_number: str = ""
    limb: str = ""
    facts: list[str]
    antecedents: list[str] = field(default_factory=list)
    aggravating: list[str]
    mitigating: list[str]
    reports: list[str] = field(default_factory=list)
    how_judge: list[str] = field(default_factory=list)
    sentencing_range: list[str] = field(default_factory=list)
    why_lenient: list[str]
    authorities: list[Cited]
    documents: list[Link]
    bundle: str = ""
    settled_by: str = ""
    checked_by: str = ""
    decided_by: str
    decided_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceNotice(Referral):
    """The notice of reference, where the court wants one beside the application."""

    leave_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OffenderNotice(Letterhead):
    """The notice that goes to the offender with the application."""

    case_number: str
    offender: str
    address: list[str]
    court: str
    sentences: list[Sentenced]
    reply_by: str
    decided_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalNotice(Letterhead):
    """The notice that the application is withdrawn, to the Registrar and the defendant."""

    case_number: str
    defendant: str
    address: list[str]
    court: str
    sentenced_on: str
    filed_on: str
    answered_on: str


@dataclass(frozen=True, slots=True)
class AdviceInWords:
    """Advice as it was given; `whose` is empty where no lawyer or counsel gave it."""

    whose: str
    paragraphs: list[str]


@dataclass(frozen=True, slots=True)
class StandingInWords:
    """One fact, paper or question of a pack: how it stands, and whether it is as it should be."""

    name: str
    words: str
    is_wanting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission(Letterhead):
    """The submission to the law officer, as it was frozen: the case on a few pages.

    `file_by` is the safest moment, `later` the one that the law may allow where it is another.
    `may_be_until` is the last day of a longer limit that a lawyer must check, or empty.
    `lock` is why it went although a fact is not verified; empty where the lock was no hindrance.
    `together` names the other offenders whom the same submission is about.
    `written_by` is whoever wrote in the advice's place, where no lawyer or counsel advised.
    """

    submission_version: str
    sent_on: str
    fingerprint: str
    case_number: str
    offender: str
    born_on: str
    court: str
    sentences: list[SentencedInWords]
    last_day: str
    file_by: str
    later: str = ""
    may_be_until: str
    verdict: str
    bases: list[str]
    requests: str
    facts: list[str]
    aggravating: list[str]
    mitigating: list[str]
    why_lenient: list[str]
    victims_view: list[str]
    verified: list[StandingInWords]
    lock: str
    papers: list[StandingInWords]
    bundle: str = ""
    recommendation: str
    options: list[str]
    together: str
    advised: list[AdviceInWords]
    questions: list[StandingInWords] = field(default_factory=list)
    written_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderLetter(Letterhead):
    """A letter to one person, in plain words. `reader` is what they are to the case.

    `offender` is empty where the name may not be told. `file_by` is the safest moment, and
    `later` the one that the law may allow where it is another (no `last_day` is told then); each is
    empty once that has passed. `is_time_short` says that `file_by` is near;
    `limit` is the length of the limit that decides, in words. `is_time_over` says that the time has
    certainly ended, for whoever may have longer too; `may_be_longer` that it has, unless a limit
    not confirmed helps. `some_have_longer` is said to whoever writes for somebody else.
    What the Court of Appeal lists and decides, and the papers wanted, are empty until recorded.
    `answered_on` is when the respondent's notice was served, `answer_by` its last day as the rules
    count it from service (empty once passed, but for the CPS), `answer_asks` what it asks for.
    `supreme_court_by` is the last day for either side to go to the Supreme Court, `slip_rule_by`
    the last on which the Crown Court can vary the sentence; each is empty once passed. `other_way`
    is what another court can do, in a sentence.
    `words` are the parts typed for this kind: paragraphs, or one date or line.
    """

    to: list[str]
    dear: str
    reader: str
    their_reference: str
    received_on: str
    offender: str = ""
    court: str = ""
    case_number: str
    sentenced_on: str = ""
    sentence: str = ""
    offences: list[str] = field(default_factory=list)
    limit: str
    last_day: str = ""
    file_by: str = ""
    later: str = ""
    is_time_short: bool = False
    is_time_over: bool = False
    may_be_longer: bool = False
    some_have_longer: str
    decided_on: str = ""
    filed_on: str = ""
    hearing_on: str = ""
    hearing_time: str = ""
    is_hearing_time_awaited: bool = False
    hearing_place: str = ""
    answered_on: str = ""
    answer_by: str = ""
    is_answer_late: bool = False
    answer_asks: str = ""
    court_on: str = ""
    supreme_court_by: str = ""
    slip_rule_by: str = ""
    other_way: str = ""
    revised_sentence: str = ""
    papers: list[str]
    status_page: str
    words: dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLetter(Letterhead):
    """The letter that holds a new secret code: no reference, no case and nothing of what it opens.

    `is_code_before_ended` says that the code from before opens nothing any more.
    """

    to: list[str]
    dear: str
    code: str
    works_until: str
    is_code_before_ended: bool


LetterValues = (
    Referral | ReferenceNotice | OffenderNotice | WithdrawalNotice | Submission | ReaderLetter
)


class Place(StrEnum):
    """The page on which a missing fact is recorded; `LETTER` is that of the letter itself."""

    CASE = "case"
    OFFENDER = "offender"
    SENTENCE = "sentence"
    PLEA = "plea"
    SUBMISSION = "submission"
    APPLICATION = "application"
    HEARING = "hearing"
    COURT = "court"
    PAPERS = "papers"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a missing fact is recorded: a page, its field, and the id of the record if it has many.

    A page that is no form has no field.
    """

    place: Place
    field: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """The values of a letter as far as they are known, and the facts still to be recorded.

    `spots` says where each missing fact is recorded; what nobody here records has none.
    `differences` are to be looked at, and keep nothing from being issued.
    """

    values: LetterValues
    missing: tuple[str, ...] = ()
    spots: dict[str, Spot] = field(default_factory=dict)
    differences: tuple[str, ...] = ()
