"""The sample of a letter: of the demo where there is one, else made up, never of a real case."""

from datetime import UTC, datetime

import pikepdf
import pytest
from sqlalchemy import text

from config import Config
from tests.support import build
from tests.support.referred import referred
from ulss_tracker import create_app
from ulss_tracker.models import LetterKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.letters.sample import demo_review

pytestmark = pytest.mark.alike
COURT = (LetterKind.REFERRAL, LetterKind.OFFENDER_NOTICE)
NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


@pytest.fixture
def review(app, at) -> Review:
    """A review that the law officer decided to refer, with every fact recorded."""
    at(NOW)
    return referred()


@pytest.mark.parametrize("kind", COURT)
def test_the_sample_is_the_demo_case_where_there_is_one_and_never_a_real_one(
    review, app, kind, tmp_path
):
    assert demo_review() is None
    output = sample(app, kind, tmp_path / "sample.pdf")
    assert "made-up" in output
    assert review.case.reference not in output
    with transaction():
        build.user(Role.LAW_OFFICER).is_demo = True
    assert demo_review() == review
    output = sample(app, kind, tmp_path / "sample.pdf")
    assert f"From the demo case {review.case.reference}." in output


def sample(app, kind: LetterKind, file) -> str:
    done = app.test_cli_runner().invoke(args=["letters", "sample", kind.value, "--out", str(file)])
    assert done.exit_code == 0, done.output
    with pikepdf.open(file) as opened:
        assert len(opened.pages) <= 3
        assert str(opened.Root.Lang) == "en"
    return done.output


def test_a_sample_comes_in_welsh_and_in_large_print(app, tmp_path):
    file = tmp_path / "sample.pdf"
    asked = ["letters", "sample", "not_referred", "--language", "cy", "--size", "large"]
    done = app.test_cli_runner().invoke(args=[*asked, "--out", str(file)])
    assert done.exit_code == 0, done.output
    assert "made-up" in done.output
    with pikepdf.open(file) as opened:
        assert str(opened.Root.Lang) == "cy"
        assert len(opened.pages) == 3
    asked[2] = "referral"
    refused = app.test_cli_runner().invoke(args=[*asked, "--out", str(file)])
    assert refused.exit_code == 1
    assert "Only letters to those who asked" in refused.output


def test_the_sample_needs_no_database(tmp_path):
    absent = tmp_path / "none" / "tracker.db"
    config = Config(SQLALCHEMY_DATABASE_URI=f"sqlite:///{absent}", TESTING=True)
    output = sample(create_app(config), LetterKind.REFERRAL, tmp_path / "sample.pdf")
    assert "made-up" in output
    assert not absent.exists()


def test_the_sample_needs_no_table(tmp_path, new_database):
    config = Config(SQLALCHEMY_DATABASE_URI=new_database("bare"), TESTING=True)
    bare = create_app(config)
    with bare.app_context():
        db.session.execute(text("SELECT 1"))
        db.session.rollback()
        db.engine.dispose()
    assert "made-up" in sample(bare, LetterKind.REFERRAL, tmp_path / "sample.pdf")
    with bare.app_context():
        db.engine.dispose()
