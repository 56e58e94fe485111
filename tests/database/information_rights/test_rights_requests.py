"""A person is found everywhere; what is theirs is given or erased, by two, in time."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import update

from tests.support import build, history
from tests.support.clocks import SetClock
from tests.support.documents import words_of
from tests.support.planted import CONTACTS, NAMES, left, plant
from ulss_tracker.adapters.pdf import bundle
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    Channel,
    Review,
    RightsKind,
    RightsOutcome,
    RightsRequest,
    Treatment,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.rights_clock import answer_by
from ulss_tracker.services.information_rights import finding, rights_requests, third_persons
from ulss_tracker.services.information_rights.finding import Person
from ulss_tracker.services.information_rights.rights_requests import ClockStep
from ulss_tracker.services.operations import checkpoints, history_check
from ulss_tracker.services.protection import holds
from ulss_tracker.services.protection.holds import HoldInput

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _office(app: Flask, configure: None, tmp_path: Path, at: SetClock) -> None:
    at(NOW)
    history.configure(app, tmp_path)


def searched(kind: RightsKind) -> RightsRequest:
    """A request of the person who is planted, who has shown who they are."""
    by = build.user()
    rights = rights_requests.record(
        kind,
        NAMES,
        "All you have of me",
        by,
        channel=Channel.EMAIL,
        received_on=NOW.date(),
        contacts=CONTACTS,
    )
    move(rights, ClockStep.IDENTIFIED, note="Passport seen")
    assert rights_requests.search_waiting() == 1
    return rights


def move(rights: RightsRequest, step: ClockStep, *, note: str = "", on: date | None = None) -> None:
    rights_requests.move_clock(
        rights, step, on or NOW.date(), note, build.user(), version=rights.version
    )


def decide(rights: RightsRequest, masks: tuple[str, ...] = ()) -> User:
    """All of it is theirs; whoever is the second person."""
    treatments = [Treatment.THEIRS] * len(rights.finds)
    rights_requests.decide(rights, treatments, masks, build.user(), version=rights.version)
    return build.user(Role.SUPERVISOR)


def test_forty_of_forty_are_found_and_none_is_left_once_two_decided() -> None:
    build.review(offender_name="Gary Feather", requester_name="Zena Archer")
    planted = plant()
    checkpoints.make()
    rights = searched(RightsKind.ERASURE)
    rows = {(table, (number,)) for table, number, *_ in rights.finds}
    assert len(planted) == 40
    assert planted <= rows, planted - rows
    second = decide(rights)
    with pytest.raises(Refused, match="two people"):
        rights_requests.check(rights, build.user(), version=rights.version, agrees=True)
    with pytest.raises(Refused, match="has not ended"):
        rights_requests.check(rights, second, version=rights.version, agrees=True)
    _close_all()
    hold = HoldInput(
        matter="A claim", why="A letter", person="Z Quillfeather", review_on=date(2027, 1, 1)
    )
    held = holds.place(hold, second)
    with pytest.raises(Refused, match="legal hold"):
        rights_requests.check(rights, second, version=rights.version, agrees=True)
    holds.review(held, None, "Settled", second, version=held.version)
    rights_requests.check(rights, second, version=rights.version, agrees=True)
    number = rights.id
    db.session.remove()
    assert rights_requests.erase_waiting() >= 40
    rights = db.session.get_one(RightsRequest, number)
    assert set(left()) <= {"rights_request.person", "rights_request.contacts", "legal_hold.person"}
    assert history_check.check().faults == []
    db.session.remove()
    rights = db.session.get_one(RightsRequest, number)
    assert rights_requests.in_backups_until(rights) == NOW.date() + timedelta(days=35)
    assert "29 December 2026" in rights_requests.proposed_answer(rights)
    rights_requests.answer(rights, RightsOutcome.DONE, "Done", build.user(), version=rights.version)
    assert rights_requests.page().rows == []


def _close_all() -> None:
    db.session.execute(update(Review).values(closed_at=NOW))
    db.session.commit()


def test_the_bundle_has_what_is_theirs_and_nobody_elses_words_and_opens_by_its_code(
    tmp_path: Path,
) -> None:
    plant()
    rights = searched(RightsKind.ACCESS)
    masks = rights_requests.proposed_masks(rights)
    assert "Ann Example" in masks
    assert not [words for words in masks if "Zeb" in words]
    assert rights_requests.make_waiting() == 0
    second = decide(rights, (*masks, "STATEMENT"))
    rights_requests.check(rights, second, version=rights.version, agrees=True)
    with pytest.raises(Refused, match="not been made"):
        rights_requests.lock_bundle(rights, second, version=rights.version)
    assert rights_requests.make_waiting() == 1
    words = words_of(rights.bundle or b"")
    assert "Zebedee Quillfeather rang" in words
    assert "Ann Example" not in words
    code = rights_requests.lock_bundle(rights, second, version=rights.version)
    file = tmp_path / "bundle.pdf"
    file.write_bytes(rights.bundle or b"")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(file)
    assert len(pikepdf.open(file, password=code).pages) > 2


@pytest.mark.parametrize(
    ("received", "changes", "last"),
    [
        ("2026-09-03", {}, "2026-10-03"),  # the ICO's example
        ("2026-01-31", {}, "2026-02-28"),
        ("2026-01-31", {"is_extended": True}, "2026-04-30"),
        ("2026-03-02", {"identified_on": date(2026, 3, 20)}, "2026-04-20"),
        ("2026-03-02", {"stopped_days": 5}, "2026-04-07"),
        ("2026-03-02", {"is_complaint": True}, "2026-03-31"),  # 30 days, that one among them
    ],
)
def test_the_answer_is_due_in_a_month_and_never_later_than_the_law_has_it(
    received: str, changes: dict[str, object], last: str
) -> None:
    own = {"is_complaint": False, **changes}
    assert answer_by(date.fromisoformat(received), **own).isoformat() == last


def test_the_clock_stops_while_they_are_asked_and_what_the_law_does_not_know_is_refused(
    at: SetClock,
) -> None:
    rights = searched(RightsKind.ACCESS)
    assert rights.answer_by_on == date(2026, 12, 24)
    move(rights, ClockStep.ASK_MEANING)
    assert rights.is_stopped
    at(NOW + timedelta(days=3))
    move(rights, ClockStep.MEANING_KNOWN, on=date(2026, 11, 27))
    assert (rights.is_stopped, rights.answer_by_on) == (False, date(2026, 12, 27))
    with pytest.raises(Refused, match="complex"):
        move(rights, ClockStep.EXTEND)
    move(rights, ClockStep.EXTEND, note="Nine boxes")
    assert rights.answer_by_on == date(2027, 2, 27)
    objection = plain(RightsKind.OBJECTION)
    with pytest.raises(Refused, match="a copy"):
        move(objection, ClockStep.ASK_MEANING)


def plain(kind: RightsKind) -> RightsRequest:
    return rights_requests.record(
        kind, "Ann Lee", "Stop", build.user(), channel=Channel.EMAIL, received_on=NOW.date()
    )


def test_names_are_told_from_others() -> None:
    person = Person.of(NAMES, CONTACTS)
    for text in ("Mr Featherstone", "Zebedee came", "Ring 07700 900462", "Gary Feather"):
        assert finding.likelihood(text, person) < 50, text


MARKED = re.compile(r"\[([^]]+)\]")
CASE_TEXTS = Path(__file__).parent / "data" / "rights_requests.case_texts.txt"


def test_of_sixty_third_persons_one_is_missed_and_at_most_one_in_five_proposals_is_false() -> None:
    """In the texts of a case each is in brackets where named first: the requester's are not, nor
    the judges, who sit in public, nor courts and places.
    """
    marked = MARKED.findall(CASE_TEXTS.read_text(encoding="utf-8"))
    text = MARKED.sub(r"\1", CASE_TEXTS.read_text(encoding="utf-8"))
    masks = third_persons.propose(text, Person.of(NAMES, CONTACTS))
    shown = bundle.masked(text, masks)
    names = [re.sub(" (MP|Quillfeather)$", "", other).split()[-1] for other in marked]
    missed = [name for name in names if re.search(rf"\b{re.escape(name)}\b", shown)]
    true = "\n".join(marked).casefold()
    false = [mask for mask in masks if mask.casefold() not in true]
    assert (len(set(marked)), missed) == (60, ["mcdonald"])
    assert false == ["Match", "Ford Focus", "Harding", "St Mary", "Easy Read", "020 7271 2400"]
    assert len(false) * 5 <= len(masks)
    for theirs in ("Zebedee Quillfeather", "07700 900461", "Judge Farrow", "Northampton Crown"):
        assert shown.count(theirs) == text.count(theirs)
