"""Names of files, made safe and kept readable."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables import from_table
from ulss_tracker.services.core.file_names import LONGEST_NAME, safe_name

PDF = (".pdf",)


@from_table
def test_a_name(given_name: str, kept: str) -> None:
    assert safe_name(given_name, PDF) == kept


def test_the_ending_that_fits_is_kept_and_any_other_added_to() -> None:
    assert safe_name("photo.JPEG", (".jpg", ".jpeg")) == "photo.JPEG"
    assert safe_name("photo.png", (".jpg", ".jpeg")) == "photo.png.jpg"


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("ŵ" * 500 + ".pdf", PDF)
    assert len(name) == LONGEST_NAME
    assert name.endswith("ŵ.pdf")


@given(st.text(max_size=300))
def test_whatever_it_was_it_is_safe_now(name: str) -> None:
    safe = safe_name(name, PDF)
    assert len(safe) <= LONGEST_NAME
    assert safe.lower().endswith(".pdf")
    assert safe_name(safe, PDF) == safe
    assert not safe.startswith((".", " "))
    assert not set('/\\<>:"|?*') & set(safe)
    for letter in safe:
        category = unicodedata.category(letter)
        assert not category.startswith("C") or letter in "\u200c\u200d"
