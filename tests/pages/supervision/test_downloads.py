"""Whatever leaves as a spreadsheet or an archive: the audit keeps it, and no cell of it can run.

The addresses come from the application itself, so that a new export cannot be forgotten.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.support import build
from tests.support.addresses import Address, every_address
from tests.support.register import register, row
from tests.support.tables import column
from ulss_tracker.models import AuditEntry, AuditKind, DownloadKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.register import importing
from ulss_tracker.services.spreadsheets import MEDIA_TYPES
from ulss_tracker.web.core.access import PAGE_WORDS

ZIP = "application/zip"
LEAVES = {*MEDIA_TYPES.values(), ZIP}
KNOWN = set(column(__file__, "downloads.known"))
RUNS = ("=", "+", "-", "@", "\t", "\r")
FORMULA = '=HYPERLINK("http://example.org","Open")'


def exports(app: Flask, client) -> Iterator[tuple[Address, TestResponse]]:
    """Every address that answers with a spreadsheet or an archive, each kind of it."""
    for address in every_address(app):
        if address.method != "GET":
            continue
        for ending in (".csv", ".ods") if address.path.endswith(".csv") else ("",):
            path = address.path.removesuffix(".csv") + ending if ending else address.path
            answer = client.open(path)
            if answer.mimetype in LEAVES:
                yield address, answer


def kept() -> list[AuditEntry]:
    db.session.rollback()
    query = select(AuditEntry).where(AuditEntry.kind == AuditKind.EXPORTED)
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


def cells_of(answer: TestResponse) -> set[str]:
    """Every cell of a CSV; of an OpenDocument sheet what is a formula there."""
    if answer.mimetype == MEDIA_TYPES["csv"]:
        text = answer.get_data().decode("utf-8-sig")
        return {cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line}
    if answer.mimetype == MEDIA_TYPES["ods"]:
        content = zipfile.ZipFile(io.BytesIO(answer.get_data())).read("content.xml").decode()
        return set(re.findall(r'table:formula="([^"]*)"', content))
    return set()


def is_named_plainly(answer: TestResponse) -> bool:
    """Whether the file's name says nothing of a person."""
    name = answer.headers["Content-Disposition"].casefold()
    names = ("archer", "offender", "secret", "court", "else")
    return name.startswith("attachment; filename=") and not any(each in name for each in names)


@pytest.fixture
@transaction()
def with_formulas(app: Flask) -> None:
    """A register and a review whose words a spreadsheet program would run."""
    raw = register(
        row(initials="=A", court="@Leeds", offence="+Robbery", sentence="-3 years", outcome=FORMULA)
    )
    by = build.user(Role.SUPERVISOR)
    importing.import_file(importing.bring(raw, by), by)
    build.sentence(build.review(offender_name=FORMULA), text=FORMULA)


@pytest.mark.on_sqlite  # each export is made on both by the tests of its own page
def test_each_export_is_kept_by_the_audit_named_plainly_and_defused(
    app: Flask, signed_in, with_formulas: None
) -> None:
    found, seen, before = set(), set(), 0
    for address, answer in exports(app, signed_in(Role.SUPERVISOR)):
        lines = kept()
        assert len(lines) > before and lines[-1].page == address.endpoint, address
        assert lines[-1].found is not None, address
        assert address.endpoint in PAGE_WORDS, f"say what {address.endpoint} is in the audit"
        assert is_named_plainly(answer), address
        seen.update(cells_of(answer))
        found.add(address.endpoint)
        before = len(lines)
    assert found >= KNOWN
    assert not [cell for cell in seen if cell.lstrip(" ").startswith(RUNS)]
    assert f"'{FORMULA}" in seen


def test_the_board_on_paper_is_kept_too(app: Flask, signed_in) -> None:
    build.eligible_review()
    signed_in(Role.SUPERVISOR).get("/supervision/board/print")
    assert [(line.page, line.found) for line in kept()] == [("supervision.board_print", 1)]


def test_a_register_taken_out_at_a_terminal_is_to_the_letter_and_kept(
    app: Flask, with_formulas: None, tmp_path
) -> None:
    out = tmp_path / "register.csv"
    result = app.test_cli_runner().invoke(args=["register", "export", str(out)])
    assert result.exit_code == 0, result.output
    (line,) = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8"), newline="")))[1:]
    assert line[1] == "=A"
    (entry,) = kept()
    assert (entry.page, entry.found, entry.by) == (
        "flask register export",
        1,
        users.register_clerk(),
    )


def test_a_register_that_left_by_a_page_comes_back_as_the_same_rows(
    app: Flask, signed_in, with_formulas: None
) -> None:
    made = build.made_list(DownloadKind.REGISTER)
    path = f"/supervision/register/lists/{made.id}/register.csv"
    raw = signed_in(Role.SUPERVISOR).get(path).data
    planned = importing.plan(raw)
    assert (planned.new, planned.known) == (0, 1)
    assert not [each for each in planned.doubts if "Changed since" in each.text]
