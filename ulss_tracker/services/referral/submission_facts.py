"""The facts of the record that a submission's pack holds, in plain values."""

from collections import Counter

from ulss_tracker.models import Case, Conviction, Paper, Review, Sentence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.services.assessment import two_keys, verification


def verified(standing: verification.FactStatus) -> dict[str, object]:
    """A fact of the record: who verified it, when, and against what."""
    found = standing.verification
    return {
        "fact": standing.fact.label,
        "by": found.confirmed_by.name if found else "",
        "at": found.confirmed_at if found else None,
        "source": found.source.label if found else "",
        "source_reference": found.source_reference if found else "",
    }


def lock(review: Review) -> str:
    """Say why it went on with a fact not verified: outside the lock, or that was opened."""
    keys = two_keys.of_review(review)
    if keys.is_outside:
        return review.origin.outside_words
    if keys.is_opened:
        return f"The two-person lock was opened: {review.lock_openings[-1].reason}"
    return ""


def of_paper(paper: Paper) -> dict[str, object]:
    """A paper that was asked for: whether it has come, and as which file."""
    later = {"is_refused": paper.is_refused, "incomplete_reason": paper.incomplete_reason}
    return {name: value for name, value in later.items() if value} | {
        "label": paper.label,
        "asked_at": paper.asked_at,
        "promised_by_on": paper.promised_by_on,
        "received_at": paper.received_at,
        "not_applicable_reason": paper.not_applicable_reason,
        "document_id": paper.document_id,
    }


def who_asked(case: Case) -> str:
    """3 requests: Bereaved family, Member of the public (2). Nobody is named."""
    counted = Counter(request.standing.label for request in case.requests)
    if not counted:
        return "Nobody: the office’s own"
    total = counted.total()
    each = [
        standing if number == 1 else f"{standing} ({number})"
        for standing, number in counted.items()
    ]
    return f"{total} request{'' if total == 1 else 's'}: {', '.join(each)}"


def of_sentence(sentence: Sentence) -> dict[str, object]:
    """A sentence with its offences, as the record has it."""
    return {
        "sentenced_on": sentence.sentenced_on,
        "varied_on": sentence.varied_on,
        "kind": sentence.order_kind.label,
        "text": sentence.text,
        "judge": sentence.judge,
        "offences": [_offence(conviction) for conviction in sentence.convictions],
    }


def _offence(conviction: Conviction) -> str:
    """Robbery, Theft Act 1968 s.8: found guilty by a jury, 6 February 2026."""
    name = conviction.text
    if conviction.offence_id:
        known = load_catalogue().get(conviction.offence_id)
        name = f"{known.title}, {known.citation}"
    if conviction.form is not Form.FULL:
        name += f" ({conviction.form.label.lower()})"
    how = conviction.plea.label.lower() if conviction.plea else "plea or verdict not recorded"
    on = f", {conviction.convicted_on:%-d %B %Y}" if conviction.convicted_on else ""
    return f"{name}: {how}{on}"
