"""A case in its tabs."""

from tests.support import build
from tests.support.query_counts.rows import blanks, full_review
from tests.support.query_counts.scene import NOW, Filled, Scene, people
from ulss_tracker.models import BundleReader, Case, DocumentKind, PaperKind
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases, conflicts, merging, notes
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import attachments
from ulss_tracker.services.protection import restrictions, sealing
from ulss_tracker.services.referral import bundles, papers

CASE = "/casework/cases/{case}"


def _full(count: int) -> Filled:
    return blanks(full_review(count))


def _with_papers(count: int) -> Filled:
    """A case with so many papers asked for, and chased for as often."""
    case = build.eligible_review().case
    exhibits = [f"Exhibit {number}" for number in range(count)]
    asked = papers.ask(case, list(PaperKind), exhibits, people(1)[0])
    for person in people(count):
        papers.record_chase(case, at=NOW, spoke_to="J Kaur", answer="", by=person)
    contacts = [build.paper_contact("National", f"Unit {number}") for number in range(count)]
    return {"case": case.reference, "paper": asked[0].id, "contact": contacts[0].id}


def _bundled(count: int) -> Filled:
    """A case with so many papers that came as files, and versions of their bundle."""
    case, exhibits = build.eligible_review().case, [f"Exhibit {number}" for number in range(count)]
    for paper in papers.ask(case, [], exhibits, people(1)[0]):
        document = build.document(case.requests[0], paper.name.encode())
        with transaction():
            paper.document_id = document.id
    for person in people(count):
        keys = [offer.key for offer in bundles.offers(case, BundleReader.COURT)]
        bundle = bundles.ask(case, BundleReader.COURT, keys, person)
        with transaction():
            bundle.failure = "A paper has no safe copy"
    return {"case": case.reference}


def _noted(count: int) -> Filled:
    """A case with so many notes and files, each of somebody else."""
    case = build.review().case
    for number, person in enumerate(people(count)):
        note = notes.add(case, f"Note {number}", person)
        if number % 2:
            notes.pin(case, note.id, person)
        build.document(case.requests[0], f"Note {number}".encode())
        attachments.add(
            case,
            name="x.txt",
            content=f"File {number}".encode(),
            kind=DocumentKind.OTHER,
            description="x",
            by=person,
        )
    return {"case": case.reference}


def _restricted(count: int) -> Filled:
    """A case with so many court orders, half of them ended, and open to so many by name."""
    review = build.eligible_review()
    named = people(count)
    made = []
    for number, person in enumerate(named):
        order = restrictions.Order(
            protects=f"Witness {number}", protects_offender=False, terms="No name", made_on=None
        )
        made.append(restrictions.add_order(review, order, person))
        if number % 2:
            restrictions.end(made[-1], "It ran out", person)
    by = build.user(Role.SUPERVISOR)
    sealing.seal(review.case, [*named, build.user()], "A judge's family", by)
    return {"case": review.case.reference, "review": review.id, "restriction": made[0].id}


def _joined(count: int) -> Filled:
    """A case to which so many were joined, and another like it with as many offenders."""
    remaining, by = build.review(), build.user()
    for number in range(count):
        closing = build.review(requester_name=f"Person {number}")
        _join(closing.case, remaining.case)
    other = build.review()
    for number in range(count):
        cases.add_review(remaining.case, f"Offender {number}", by)
        build.sentence(cases.add_review(other.case, f"Offender {number}", by))
    return {
        "case": remaining.case.reference,
        "other": other.case.reference,
        "joined": closing.case.reference,
    }


def _join(closing: Case, remaining: Case) -> None:
    same = {review.id: remaining.reviews[0].id for review in closing.reviews}
    version = preconditions.version_of(closing, remaining)
    merging.merge(closing, remaining, same, "The same", build.user(), version=version)


def _in_conflict(count: int) -> Filled:
    """A case in which so many declared a conflict, each passing a review to somebody else."""
    case, taker = build.review().case, build.user(Role.SUPERVISOR)
    for person in people(count):
        cases.add_review(case, f"Offender of {person.name}", person)
        conflicts.declare(case, "A cousin", person, passed_to=taker, version=case.version)
    return {"case": case.reference}


def _renamed(count: int) -> Filled:
    """A case with so many offenders renamed, each proposed to be brought back but the first."""
    review, by = build.review(), build.user()
    first = build.renamed(review)
    for number in range(count):
        other = cases.add_review(review.case, f"Offender {number}", by)
        proposal = build.reversal(build.renamed(other))
    return {"case": review.case.reference, "event": first.id, "reversal": proposal.id}


def _sealed(count: int) -> Filled:
    """So many sealed cases, each open to as many, and so many who could be named on another."""
    by = build.user(Role.SUPERVISOR)
    named = people(count)
    for number in range(count):
        case = build.review(offender_name=f"Offender {number}").case
        sealing.seal(case, named, "A judge's family", by)
    return {"case": build.review().case.reference, "seal": sealing.sealed()[0].id}


SCENES = (
    Scene("a case", _full),
    Scene("brought back from history", _renamed),
    Scene("conflicts of interest", _in_conflict),
    Scene("a case's papers", _with_papers),
    Scene("a case's bundles", _bundled),
    Scene("a case's notes and files", _noted),
    Scene("a case's restrictions", _restricted),
    Scene("sealed cases", _sealed),
    Scene("cases joined", _joined),
)
