"""A reading of a message, what it is and says: a proposal, which a person accepts or corrects."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.scheme.dates.spans import Span
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.reading.mentions import Mention
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.services.correspondence import (
    court_and_day,
    kinds,
    offenders,
    requesters,
    safe_contact,
)
from ulss_tracker.services.correspondence.kinds import Evidence, MailKind
from ulss_tracker.services.correspondence.language import language_of
from ulss_tracker.services.correspondence.marks import Marked
from ulss_tracker.services.correspondence.passages import MessageParts, Passage, Place, take_apart
from ulss_tracker.services.correspondence.patterns import patterns_of
from ulss_tracker.services.correspondence.references import (
    SentLog,
    answers_ours,
    find_reference,
    words_of,
)
from ulss_tracker.services.correspondence.requesters import Asker
from ulss_tracker.services.correspondence.safe_contact import ContactWay
from ulss_tracker.services.matching.named_cases import CaseFinder, NamedBy, NamedCases

MOST_CHOICES = 8

_NO_REPLY = patterns_of("requesters")["no_reply"]
_OFFICE = patterns_of("requesters")["office"]

_NEAR = 300  # letters
_MOST_SENTENCES = 50
_SENTENCE_END = re.compile(r"[.!?]\s|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Choices:
    """Whatever else the words allow for each value, for a person to choose from."""

    offenders: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    courts: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()
    requesters: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reading of one message. Blank is what it does not say.

    earliest_on: the earliest day that its words allow for the sentence, from which its clock
    counts; latest_on: the latest that the likeliest of them allow. may_answer: False where a
    program wrote it or its words ask for no answer.
    """

    kind: MailKind
    is_sure: bool
    reason: str
    offenders: tuple[Marked[str], ...]
    court: Marked[str] | None
    sentenced_on: Marked[date] | None
    earliest_on: date | None
    latest_on: date | None
    offences: tuple[Marked[str], ...]
    standing: Asker | None
    requester: str
    constituent: str
    reply_to: str
    reference: str
    language: str
    warnings: tuple[Marked[str], ...]
    wishes: Mapping[ContactWay, bool]
    may_answer: bool
    others: Choices
    told: MessageParts


_Mentioned = tuple[Passage, str, Mention]
# How much must speak for a name, by what its message is for: these are about one case.
_LEAST_OF_NAME = {
    MailKind.NEW_REQUEST: 0,
    MailKind.WITHDRAWAL: 0,
    MailKind.MORE_INFORMATION: 1,
    MailKind.CHASE: 1,
}
_NO_PERSON = frozenset({MailKind.SPAM, MailKind.BOUNCE})


def propose(
    mail: MailMessage,
    sent: SentLog | None = None,
    files: Mapping[str, str] | None = None,
    find_cases: CaseFinder | None = None,
) -> Proposal:
    """Read a message. sent: our own messages. files: the words of its files, by their names.

    find_cases: how an office's message without a reference of ours is placed.
    """
    sent = sent or {}
    told = take_apart(mail, tuple((files or {}).items()))
    passages = told.passages()
    days = court_and_day.find_days(passages)
    day = court_and_day.likeliest_day(days)
    courts = court_and_day.find_courts(passages)
    writers = requesters.sender_names(told)
    named = offenders.find_offenders(passages, writers)
    on = day.value if day else None
    mentioned = list(_mentioned(passages, on))
    offences = _offences(mentioned, on)
    reference, found_by = find_reference(told, sent), ""
    evidence = Evidence(
        reference=reference,
        answers_ours=answers_ours(mail, sent),
        has_offender=bool(named),
        has_court=bool(courts) or court_and_day.names_a_town(passages),
        has_day=bool(days),
        has_offence=bool(offences),
    )
    sorting = kinds.sort(told, evidence)
    if not reference and find_cases is not None and _OFFICE.search(mail.sender.email):
        named_cases = find_cases(words_of(told), [one.value for one in named], on)
        reference, found_by = _case_of_office(named_cases, sorting.kind)
        sorting = kinds.sort(told, replace(evidence, reference=reference))
    kind = sorting.kind
    if not named and kind in _LEAST_OF_NAME:
        named = offenders.find_offenders(passages, writers, likely=_LEAST_OF_NAME[kind])
    is_of_person = kind not in _NO_PERSON and not kind.is_automatic
    # A scanner that says not to answer it speaks for itself, not for whoever wrote on the paper.
    is_machine = bool(_NO_REPLY.search(mail.sender.email))
    no_answer = not is_machine and safe_contact.asks_for_no_answer(passages)
    return Proposal(
        kind=kind,
        is_sure=sorting.is_sure,
        reason=f"{sorting.reason} {found_by}".strip(),
        offenders=tuple(named) if is_of_person else (),
        court=courts[0] if courts and is_of_person else None,
        sentenced_on=day if is_of_person else None,
        earliest_on=court_and_day.earliest_day(days) if is_of_person else None,
        latest_on=days[0].value.latest if days and is_of_person else None,
        offences=tuple(offences) if is_of_person else (),
        standing=_standing(kind, told, passages),
        requester=requesters.requester_name(told) if kind not in _NO_PERSON else "",
        constituent=requesters.constituent_name(told) if is_of_person else "",
        reply_to=requesters.reply_address(told, passages) if is_of_person and not no_answer else "",
        reference=reference,
        language=language_of(f"{told.account}\n{told.split.own}"),
        warnings=tuple(safe_contact.find_warnings(passages)) if is_of_person else (),
        wishes=safe_contact.find_wishes(passages) if is_of_person else {},
        may_answer=is_of_person and not no_answer,
        others=_choices(told, passages, days, courts, writers, mentioned)
        if is_of_person
        else Choices(),
        told=told,
    )


def _case_of_office(named: NamedCases, kind: MailKind) -> tuple[str, str]:
    """The one case that a message of a court, the CPS or the police names, and how it was found.

    Blank where there is none, or more than one: a person says which. A request that only names the
    offender of a case stays a request.
    """
    is_request = kind is MailKind.NEW_REQUEST and named.by is NamedBy.OFFENDER
    if len(named.cases) != 1 or is_request:
        return "", ""
    return named.cases[
        0
    ].reference, f"Its case was found by {named.by.label}: see that it is right."


def _standing(kind: MailKind, parts: MessageParts, passages: Sequence[Passage]) -> Asker | None:
    """Who asks; of a request or a question by somebody who tells of no tie, the public."""
    if kind in _NO_PERSON or kind.is_automatic:
        return None
    if kind is MailKind.PRESS:
        return Asker.OTHER
    said = requesters.standing(parts, passages)
    is_asked = kind in (MailKind.NEW_REQUEST, MailKind.OTHER_QUESTION)
    return said or (Asker.PUBLIC if is_asked else None)


def _choices(
    parts: MessageParts,
    passages: Sequence[Passage],
    days: Sequence[Marked[Span]],
    courts: Sequence[Marked[str]],
    writers: Sequence[str],
    mentioned: Sequence[_Mentioned],
) -> Choices:
    possible = [day for each in days for day in (each.value.latest, each.value.earliest)]
    named = dict.fromkeys(row.title for *_, mention in mentioned for row in mention.rows)
    return Choices(
        offenders=tuple(offenders.full_names(passages, writers)[:MOST_CHOICES]),
        days=tuple(dict.fromkeys(possible))[:MOST_CHOICES],
        courts=tuple(dict.fromkeys(court.value for court in courts))[:MOST_CHOICES],
        offences=tuple(named)[:MOST_CHOICES],
        requesters=tuple(writers[:MOST_CHOICES]),
        addresses=tuple(requesters.every_address(parts, passages)[:MOST_CHOICES]),
    )


def _mentioned(passages: Sequence[Passage], on: date | None) -> Iterator[_Mentioned]:
    """Each offence that counts as a conviction, with the words it stands in; each is read once."""
    for passage in passages:
        for piece in passage.pieces():
            for mention in load_catalogue().typed.read(piece, on).counted:
                yield passage, piece, mention


def _offences(mentioned: Sequence[_Mentioned], on: date | None) -> list[Marked[str]]:
    """The offences that count as convictions; of files only where the words name none.

    None, where all are out of the scheme and a sentence that names one says more that was not
    read: “killed by a drink driver” is no conviction of drink driving.
    """
    found: dict[str, Marked[str]] = {}
    may_be_in = False
    sentences: dict[str, None] = {}
    for passage, piece, mention in mentioned:
        is_spare = passage.place is Place.FILE and any(
            mark.place is not Place.FILE for mark in found.values()
        )
        if is_spare or not mention.rows or mention.is_weak:
            continue
        row, words = mention.rows[0], piece[mention.start : mention.end]
        mark = Marked(row.title, words, passage.place, passage.file_name)
        found.setdefault(row.title, mark)
        may_be_in = may_be_in or row.in_scheme
        sentences[_around(piece, mention.start, mention.end)] = None
    if not may_be_in and _say_more(sentences, on):
        return []
    return list(found.values())


def _around(piece: str, start: int, end: int) -> str:
    """The sentence in which words stand, as far as it is near them."""
    before = piece[max(0, start - _NEAR) : start]
    after = piece[end : end + _NEAR]
    return _SENTENCE_END.split(before)[-1] + piece[start:end] + _SENTENCE_END.split(after)[0]


def _say_more(sentences: Collection[str], on: date | None) -> bool:
    """Whether sentences tell of something that may be an offence and was not read.

    More of them than anybody writes about one case are not read, and may.
    """
    return len(sentences) > _MOST_SENTENCES or any(
        reading.certainty == "unknown"
        for sentence in sentences
        for reading in read_offences(sentence, load_catalogue(), on=on)
    )
