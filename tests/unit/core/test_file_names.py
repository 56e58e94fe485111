"""Names of files, made safe and kept readable."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ulss_tracker.services.core.file_names import LONGEST_NAME, safe_name

PDF = (".pdf",)


def test_a_name(subtests: pytest.Subtests) -> None:
    for given_name, kept in [
        ("Sentencing remarks (final).pdf", "Sentencing remarks (final).pdf"),
        ("O'Neill dŵr tŷ.pdf", "O'Neill dŵr tŷ.pdf"),
        ("ملاحظات الحكم.pdf", "ملاحظات الحكم.pdf"),
        ("判決の言い渡し.pdf", "判決の言い渡し.pdf"),
        ("👨\u200d👩\u200d👧 us.pdf", "👨\u200d👩\u200d👧 us.pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("Y GORCHYMYN.PDF", "Y GORCHYMYN.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Mared\\remarks.pdf", "remarks.pdf"),
        ("/var/www/", "file.pdf"),
        ("holiday.exe", "holiday.exe.pdf"),
        ("remarks\u202efdp.exe", "remarksfdp.exe.pdf"),
        ("a\u2066b\u2069c\u200e\ufeffd.pdf", "abcd.pdf"),
        ("line\r\nbreak\tand  spaces.pdf", "line break and spaces.pdf"),
        ("nul\x00byte\x7f.pdf", "nulbyte.pdf"),
        ('a<b>:"c|d?e*f.pdf', "a-b---c-d-e-f.pdf"),
        ("...hidden.pdf", "hidden.pdf"),
        ("trailing. .pdf", "trailing.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "file.pdf"),
        (" . . ", "file.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1", "_LPT1.pdf"),
        ("contents.pdf", "contents.pdf"),
        ("e\u0301.pdf", "é.pdf"),
    ]:
        with subtests.test(given_name=given_name, kept=kept):
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
