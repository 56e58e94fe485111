"""The proof of each row: what was read, who read it, when, and in which copy."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ulss_tracker.scheme.offences.catalogue_files import CatalogueError
from ulss_tracker.scheme.offences.offence import Read
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.proof import load_grounds, proof_of, read_grounds

CATALOGUE = load_catalogue()


def test_every_row_says_who_read_what_when_and_in_which_copy() -> None:
    for row in CATALOGUE:
        proof = proof_of(row)
        assert all((proof.what, proof.read.by, proof.read.copy))
        assert proof.read.on <= date(2026, 11, 28) or row.read
        assert f", in {proof.read.copy}." in proof.words


def test_rows_on_one_ground_are_verified_alike() -> None:
    by_ground: defaultdict[str, set[bool]] = defaultdict(set)
    for row in CATALOGUE:
        by_ground[proof_of(row).ground].add(row.verified)
    assert by_ground["unverified"] == {False}
    assert {ground for ground, verified in by_ground.items() if verified != {True}} == {
        "unverified"
    }
    assert set(by_ground) == {each.id for each in load_grounds()}  # none is there for nothing


def test_a_row_that_a_lawyer_read_again_says_so() -> None:
    read = Read("A. Lawyer", date(2026, 12, 1), "the page itself")
    proof = proof_of(replace(CATALOGUE.get("io-robbery"), read=read))
    assert proof.words == ("Its source. Read by A. Lawyer, 1 December 2026, in the page itself.")


def test_a_source_that_rests_on_nothing_is_refused() -> None:
    row = replace(CATALOGUE.get("io-robbery"), source="Somebody said so")
    with pytest.raises(CatalogueError, match="io-robbery: its source rests on no ground"):
        proof_of(row)


def test_a_ground_that_does_not_hold_together_is_refused(tmp_path: Path) -> None:
    (tmp_path / "grounds.toml").write_text('[read]\nby = "x"\n', encoding="utf-8")
    assert read_grounds(tmp_path) == ()
    (tmp_path / "grounds.toml").write_text(
        '[read]\nby = "x"\n[[ground]]\nid = "a"\nwords = ["w"]\nwhat = "W"\n', encoding="utf-8"
    )
    with pytest.raises(CatalogueError, match="on must be a date"):
        read_grounds(tmp_path)
