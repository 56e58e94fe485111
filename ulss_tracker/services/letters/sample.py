"""The letters of a made-up case, to look at without a database: `sample.toml`, read and dated."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.models import (
    Decision,
    DecisionChoice,
    LetterKind,
    LetterSize,
    Review,
    User,
    db,
)
from ulss_tracker.scheme.offences.reasons import BASIS_INDICTABLE
from ulss_tracker.scheme.time import limit_sentences
from ulss_tracker.scheme.time.appeal_deadlines import (
    respondents_notice,
    supreme_court_application,
)
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.deadline import (
    Level,
    file_by,
    last_day,
    slip_rule_last_day,
    time_left,
)
from ulss_tracker.scheme.time.policies import load_policies
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core import office_details
from ulss_tracker.services.letters.facts import (
    day_in_words,
    moment_in_words,
    time_in_words,
    weekday_in_words,
)
from ulss_tracker.services.letters.kinds import kind_of
from ulss_tracker.services.letters.letterhead import sender
from ulss_tracker.services.letters.rendering import to_html
from ulss_tracker.services.letters.sending import plain_text
from ulss_tracker.services.letters.values import (
    LetterValues,
    OffenderNotice,
    ReaderLetter,
    ReferenceNotice,
    Referral,
    Submission,
    WithdrawalNotice,
)
from ulss_tracker.services.messaging import to_requesters

_DOCUMENTS: Mapping[LetterKind, type[LetterValues]] = {
    LetterKind.REFERRAL: Referral,
    LetterKind.REFERENCE_NOTICE: ReferenceNotice,
    LetterKind.OFFENDER_NOTICE: OffenderNotice,
    LetterKind.WITHDRAWAL_NOTICE: WithdrawalNotice,
    LetterKind.SUBMISSION: Submission,
}
# A sentence of which nothing may give longer: so nobody is shown a letter that must not be sent.
_LONG_AGO = date(2025, 11, 3)


def demo_review() -> Review | None:
    """The demo's review that is to be referred (before any filed already), or None without one.

    A real law officer's decision is never taken: a real case is not a sample.
    """
    query = (
        select(Review)
        .join(Decision, Decision.review_id == Review.id)
        .join(User, User.id == Decision.decided_by_id)
        .where(User.is_demo, Decision.choice == DecisionChoice.REFER, Review.outcome.is_(None))
        .order_by(Review.state != State.TO_FILE, Review.id)
        .limit(1)
    )
    return db.session.scalar(query)


def sample_values(
    kind: LetterKind,
    today: date,
    language: str = "en",
    size: LetterSize = LetterSize.STANDARD,
    reader: str = RequesterRole.BEREAVED_FAMILY.value,
) -> LetterValues:
    """The values of a letter of this kind, as if issued `today` for a sentence 16 days before.

    `reader` is what the person written to is to the case.
    """
    values = _DOCUMENTS.get(kind, ReaderLetter)
    written = _written()
    group = "document" if kind in _DOCUMENTS else "reader"
    words = dict(written["case"])
    for name in (group, kind_of(kind).audience.value, language, kind.value):
        words |= written.get(name, {})
    typed = written[language]["typed"]
    typed = typed["any"] | typed.get(kind.value, {})
    words["words"] = {part.name: typed.get(part.name) for part in kind_of(kind).parts}
    known = _known(kind, today, language) | {"whoever_reads": reader}
    head = {
        "kind": kind.value,
        "sender": replace(sender(language), signed_by="Morgan Example"),
        "language": language,
        "is_large": size is LetterSize.LARGE,
    }
    return TypeAdapter(values).validate_python(known | head | _filled(words, known))


def sample_texts() -> dict[str, str]:
    """The words of each made-up letter in English, as the law that counts has them."""
    readers = (RequesterRole.VICTIM, RequesterRole.PUBLIC)
    return {
        _name(kind, reader): plain_text(
            to_html(sample_values(kind, clock.today(), reader=reader.value))
        )
        for kind in LetterKind
        if not kind_of(kind).is_court_document
        for reader in readers[: 2 if kind_of(kind).is_for_everyone else 1]
    }


def _name(kind: LetterKind, reader: RequesterRole) -> str:
    to = f", to: {reader.label}" if kind_of(kind).is_for_everyone else ""
    return f"Letter: {kind.label}{to}"


@cache
def _written() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("sample.toml").read_text("utf-8"))


def _filled(written: Any, known: Mapping[str, Any]) -> Any:
    """Fill in whatever is written, with what is known in place of its braces."""
    match written:
        case str():
            return written.format_map(known)
        case list():
            return [_filled(part, known) for part in written]
        case dict():
            return {name: _filled(part, known) for name, part in written.items()}
    return written


def _known(kind: LetterKind, today: date, language: str) -> dict[str, Any]:
    """The facts counted from the day of issue, by their names in a letter or in `sample.toml`."""
    in_words = partial(day_in_words, language=language)
    weekday = partial(weekday_in_words, language=language)
    is_late = kind is LetterKind.OUT_OF_TIME
    sentenced_on = today - timedelta(days=16)
    if is_late:
        sentenced_on = min(today - timedelta(days=40), _LONG_AGO)
    convicted_on = sentenced_on - timedelta(days=24)
    last_day_on = last_day(sentenced_on)
    closes_at = file_by(last_day_on)
    now = datetime.combine(today, time(10), tzinfo=UTC)
    on_working_day = working_days().on_or_before
    decided_on = on_working_day(today - timedelta(days=1))
    slip_rule_by = slip_rule_last_day(sentenced_on)
    return {
        "issued_on": in_words(today),
        "issued_on_iso": today.isoformat(),
        "yesterday": in_words(today - timedelta(days=1)),
        "two_days_ago": in_words(today - timedelta(days=2)),
        "in_two_days": in_words(today + timedelta(days=2)),
        "in_a_week": in_words(today + timedelta(days=7)),
        "sentenced_on": in_words(sentenced_on),
        "convicted_on": in_words(convicted_on),
        "pleaded_on": in_words(convicted_on - timedelta(days=60)),
        "received_on": in_words(today - timedelta(days=9)),
        "decided_on": in_words(decided_on),
        "reply_by": day_words(respondents_notice(today).last_day_on),
        "served_on": in_words(on_working_day(today - timedelta(days=3))),
        "answer_by": in_words(respondents_notice(decided_on).last_day_on),
        "hearing_on": weekday(on_working_day(today + timedelta(days=30))),
        "hearing_time": time_in_words(time(10, 30), language),
        "supreme_court_by": in_words(supreme_court_application(decided_on).last_day_on),
        "slip_rule_by": in_words(slip_rule_by if slip_rule_by >= today else None),
        "last_day": in_words(last_day_on),
        "day_of_last_day": day_words(last_day_on),
        "file_by": moment_in_words(closes_at, language) if closes_at > now else "",
        "is_time_short": time_left(now, closes_at).level is not Level.PLENTY,
        "is_time_over": closes_at <= now,
        "limit": limit_sentences.usual_length(language),
        "limit_provision": load_policies()[0].provision,
        "some_have_longer": limit_sentences.some_have_longer(language, weekday),
        "basis": BASIS_INDICTABLE.format(offence="Robbery"),
        "status_page": office_details.current().PUBLIC_URL + to_requesters.STATUS_PATH,
    }
