"""A sample of every letter, for administrators to read."""

import subprocess

import pytest

from tests.golden.samples import every
from ulss_tracker.models import LetterKind
from ulss_tracker.permissions import Role

pytestmark = [pytest.mark.slow, pytest.mark.on_sqlite]


def test_an_administrator_opens_a_sample_of_each_letter_the_office_sends(signed_in) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    page = client.get("/admin/letters")
    offered = {link for link in page.links.values() if link.endswith(".pdf")}
    assert offered == {
        f"/admin/letters/{each.kind}/{each.language}/{each.size}.pdf" for each in every()
    }
    for kind in LetterKind:
        answer = client.open(f"/admin/letters/{kind}/en/standard.pdf")
        assert answer.mimetype == "application/pdf"
        text = subprocess.run(
            ["pdftotext", "-", "-"], input=answer.data, capture_output=True, check=True
        ).stdout
        assert b"ULS-" in text, kind
        assert b"Draft" not in text, kind
    for unknown in ("/admin/letters/none/en/standard.pdf", "/admin/letters/mp/fr/standard.pdf"):
        client.get(unknown, status=404)
