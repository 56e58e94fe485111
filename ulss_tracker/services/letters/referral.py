"""The application for permission to refer: what CrimPR r.41.3 asks it to say.

It is written so that the court may treat it as the notice of reference too (r.41.3(5)), so it also
holds what that notice must: the facts, the authorities and a link to each document (r.41.3(6)).
"""

import re
from datetime import date

from ulss_tracker.models import Review
from ulss_tracker.scheme.time_words import day_words
from ulss_tracker.services import office
from ulss_tracker.services.letters import facts
from ulss_tracker.services.letters.values import Link, Prepared, Referral

_ADDRESS = re.compile(r"https?://\S+")


def prepare(review: Review, issued_on: date) -> Prepared:
    """The application's values as far as they are recorded, and the facts still missing."""
    gaps = facts.Gaps()
    written = review.application
    decided_by, decided_on = facts.decision_of(review, gaps)
    last_day = day_words(review.last_day_on) if review.last_day_on else ""
    values = Referral(
        issued_on=facts.day_in_words(issued_on),
        issued_on_iso=issued_on.isoformat(),
        telephone=office.current().telephone,
        reference=review.case.reference,
        case_number=gaps.need(review.case.court_case_number, "The Crown Court case number"),
        defendant=facts.offender_of(review, gaps),
        born_on=facts.day_in_words(review.offender_born_on),
        address=facts.lines(review.offender_address),
        court=facts.court_of(review, gaps),
        sentences=facts.sentences_of(review, gaps),
        last_day=gaps.need(last_day, "The last day for the application"),
        file_by=facts.moment_in_words(review.file_by_at),
        facts=gaps.need_paragraphs(
            written.facts if written else "", "A summary of the facts of the case"
        ),
        aggravating=gaps.need_paragraphs(
            written.aggravating if written else "",
            "The aggravating features (write ‘None’ if there are none)",
        ),
        mitigating=gaps.need_paragraphs(
            written.mitigating if written else "",
            "The mitigating features (write ‘None’ if there are none)",
        ),
        why_lenient=gaps.need_paragraphs(
            written.why_lenient if written else "", "Why the sentence appears unduly lenient"
        ),
        authorities=gaps.need_lines(
            written.authorities if written else "",
            "The authorities relied on (write ‘None’ if there are none)",
        ),
        documents=_documents(written.document_links if written else "", gaps),
        decided_by=decided_by,
        decided_on=decided_on,
        has_protected_complainant=facts.has_protected_complainant(review),
    )
    return Prepared(values, tuple(gaps.names))


def _documents(text: str, gaps: facts.Gaps) -> list[Link]:
    """One document a line: its name and its web address (r.41.3(6): an electronic link to each)."""
    links = []
    for line in gaps.need_lines(text, "A link to each document the court is given"):
        found = _ADDRESS.search(line)
        address = found.group().rstrip(".,;)>") if found else ""
        name = line.replace(address, "").strip(" :-–—()<>.,;") if address else line
        gaps.need(address, f"A link (https://) to the document: {name}")
        links.append(Link(text=name, address=address))
    return links
