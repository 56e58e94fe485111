"""The role that PostgreSQL is served with serves everything, and is refused what only owners do."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.support import build
from tests.support.cluster import OWNER, RUNTIME, as_role, cluster, give_roles
from tests.support.databases import OnPostgresql, configured, let_go, migrated
from tests.support.tables import column
from ulss_tracker import create_app
from ulss_tracker.models import LetterKind, db
from ulss_tracker.models.table_class import TABLE_CLASSES, TableClass
from ulss_tracker.services.operations import checkpoints, deployment, history_check

pytestmark = pytest.mark.on_postgresql

OWNED, PRIVILEGES = "Tables owned by another role", "No more privileges than needed"


def _stay(declared: TableClass) -> bool:
    """Whether the product never takes a row of the table away."""
    return declared.is_hashed and not declared.goes


REFUSED = [
    *column(__file__, "database_roles.refused"),
    *(f"TRUNCATE {name} CASCADE" for name in TABLE_CLASSES),
    *(f"DELETE FROM {name}" for name, of in TABLE_CLASSES.items() if _stay(of)),  # noqa: S608
    *(f"UPDATE {name} SET id = id" for name, of in TABLE_CLASSES.items() if of.once),  # noqa: S608
]


def _broken() -> list[str]:
    """The rules of deployment that the database breaks."""
    return [each.name for each in deployment.of_database() if each.is_refused]


@pytest.fixture(scope="module")
def served() -> Iterator[Flask]:
    """The tracker on a database that the owner migrated, joined as the role that serves.

    The check of deployment refuses the owner, and the runtime role before its privileges are taken.
    """
    with cluster() as servers:
        address = OnPostgresql(servers).make("roles")
        give_roles(address)
        owner = create_app(configured(as_role(address, OWNER)))
        migrated(owner)
        with owner.app_context():
            assert _broken() == [OWNED, PRIVILEGES]
        let_go(owner)
        app = create_app(configured(as_role(address, RUNTIME)))
        with app.app_context():
            assert _broken() == [PRIVILEGES]  # the migrations gave it all that tables have
        let_go(app)
        give_roles(address)
        yield app
        let_go(app)


@pytest.mark.usefixtures("configure")
def test_it_serves_pages_records_and_chains(served: Flask) -> None:
    with served.app_context():
        assert _broken() == []
        review = build.review_to_file()
        build.letter(review, LetterKind.OUT_OF_TIME)
        build.document(review.case.requests[0])
        user = build.user()
        signed_in = build.session_of(user)
        client = served.test_client()
        with client.session_transaction() as session:
            session.update(signed_in)
        assert client.get(f"/casework/cases/{review.case.reference}").status_code == 200
        assert checkpoints.make() > 5
        report = history_check.check()
        assert report.faults == []
        history_check.record(report)
        db.session.remove()


@pytest.mark.usefixtures("configure")
def test_it_is_refused_what_only_the_owner_does(served: Flask, subtests: pytest.Subtests) -> None:
    with served.app_context():
        for statement in REFUSED:
            with subtests.test(statement=statement):
                with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
                    db.session.execute(text(statement))
                db.session.rollback()
        db.session.remove()
