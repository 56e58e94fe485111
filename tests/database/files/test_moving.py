"""Files moved to the object store and back: nothing is lost, whatever fails on the way.

The store is moto's server, which is a mock of S3.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from tests.support import build, s3_server
from tests.support import sample_files as sample
from tests.support.clocks import SetClock
from tests.support.ports import free_port
from tests.support.stored import original
from ulss_tracker.adapters.object_store import Bucket
from ulss_tracker.errors import ServiceFault
from ulss_tracker.models import Document, StoredFile, StoredPart, db
from ulss_tracker.services.core import file_objects, office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import integrity, moving, safe_copies, storing
from ulss_tracker.services.files.storing import Tampered
from ulss_tracker.services.operations import fingerprints, watchdog

CONTENT = sample.PDF.ljust(storing.PART * 2 + 10, b"\n")


@pytest.fixture
def document(app: Flask, configure: Callable[..., None]) -> Document:
    """A file of three parts, which is in the database."""
    return build.document(build.request(), content=CONTENT)


def here() -> tuple[int, int]:
    """How many parts are in the database with bytes, and how many are in the store."""
    db.session.expire_all()
    length, key = func.length(StoredPart.content), func.count(StoredPart.object_key)
    counts = db.session.execute(select(func.count().filter(length > 0), key)).one()
    return counts[0], counts[1]


def objects(place: str = file_objects.KEPT) -> list[str]:
    return [name for page in file_objects.bucket().pages(place) for name in page]


def command(app: Flask, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=["data", *words])
    return result.output


def test_files_go_to_the_store_and_come_back_whole_and_a_broken_move_goes_on(
    app: Flask,
    document: Document,
    store: None,
    configure: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = office_details.current().model_dump()
    parts, _ = here()
    put = Bucket.put

    def broken(self: Bucket, key: str, content: bytes) -> None:
        put(self, key, content)
        if len(objects()) == 3:
            raise ServiceFault("gone")

    with monkeypatch.context() as patch:
        patch.setattr(Bucket, "put", broken)
        with pytest.raises(ServiceFault):
            moving.move_some()
    assert here() == (parts - 2, 2)
    assert original(document.id) == CONTENT
    assert command(app, "move-files") == f"{parts - 2} parts of files moved to the object store\n"
    assert here() == (0, parts)
    assert moving.move_some() == 0
    assert original(document.id) == CONTENT
    assert fingerprints.changed_files(db.session.connection()) == []
    assert integrity.verify_some() == 0
    # The one that was put when the move broke off, and not noted, is no file's: too new to go yet.
    assert (len(objects()), command(app, "orphans")) == (parts + 1, "")
    stored = [file_objects.bucket().get(file_objects.KEPT + name) or b"" for name in objects()]
    assert not [sealed for sealed in stored if sample.PDF[:20] in sealed or b"\n" * 9 in sealed]
    configure(**settings | {"FILES_STORE": "database"})
    assert command(app, "move-files") == f"{parts} parts of files moved to the database\n"
    assert here() == (parts, 0)
    assert original(document.id) == CONTENT


def test_what_no_file_has_is_set_aside_and_deleted_when_no_backup_can_need_it(
    document: Document, store: None, at: SetClock
) -> None:
    began = datetime.now(UTC)
    at(began)
    sum(moving.move_all())
    names = set(objects())
    key = db.session.scalars(select(StoredPart.object_key).order_by(StoredPart.number)).first()
    assert key is not None
    file_objects.bucket().rename(file_objects.KEPT + key, file_objects.SET_ASIDE + key)
    assert original(document.id) == CONTENT  # as after a backup was restored
    assert (moving.let_go(), set(objects())) == (0, names)
    with transaction():
        db.session.execute(delete(StoredFile).where(StoredFile.document_id == document.id))
    assert (list(moving.orphans()), moving.let_go()) == ([], 0)
    at(began + timedelta(days=2))
    assert set(moving.orphans()) == names
    assert moving.let_go() == 0
    assert (objects(), set(objects(file_objects.SET_ASIDE))) == ([], names)
    at(began + timedelta(days=34))
    assert moving.let_go() == 0
    at(began + timedelta(days=36))
    assert moving.let_go() == len(names)
    assert objects(file_objects.SET_ASIDE) == []


@pytest.mark.parametrize("harm", ["another", "gone"])
def test_an_object_that_is_not_as_it_was_stored_is_refused_and_told(
    app: Flask, document: Document, store: None, configure: Callable[..., None], harm: str
) -> None:
    sum(moving.move_all())
    settings = office_details.current().model_dump()
    first = select(StoredPart.object_key).where(StoredPart.object_key.is_not(None))
    name = file_objects.KEPT + str(db.session.scalars(first.order_by(StoredPart.file_id)).first())
    if harm == "gone":
        file_objects.bucket().delete(name)
    else:
        file_objects.bucket().put(name, b"something else")
    with pytest.raises(Tampered, match="not as it was stored"):
        original(document.id)
    configure(**settings | {"FILES_STORE": "database"})
    assert command(app, "move-files").endswith("Error: 1 part could not be read\n")
    assert here()[1] == 1
    assert "files" in {alarm.id for alarm in watchdog.look()}


def test_a_store_or_key_that_is_away_loses_nothing_and_is_no_tampering(
    app: Flask, document: Document, store: None, configure: Callable[..., None]
) -> None:
    sum(moving.move_all())
    settings = office_details.current().model_dump()
    for away, words in (
        ({"OBJECT_STORE_URL": f"http://127.0.0.1:{free_port()}"}, "Nothing is lost"),
        ({"OBJECT_STORE_BUCKET": "another-bucket"}, "NoSuchBucket"),
        ({"OBJECT_STORE_BUCKET": ""}, "OBJECT_STORE_BUCKET or FILES_KEY is not set"),
        ({"FILES_KEY": s3_server.KEY[::-1]}, "put back the key in FILES_KEY"),
    ):
        configure(**settings | away)
        for work in (lambda: original(document.id), integrity.verify_some):
            with pytest.raises(ServiceFault, match=words):
                work()
        build.document(build.request(), content=sample.PDF)  # a request is taken all the same
    assert document.tampered_at is None
    configure(**settings | {"FILES_KEY": f"{s3_server.KEY[::-1]} {s3_server.KEY}"})
    assert original(document.id) == CONTENT
    assert sum(moving.move_all()) > 3
    assert safe_copies.make_locked_again() == 0
    with transaction(), pytest.raises(RuntimeError, match="within a transaction"):
        original(document.id)
