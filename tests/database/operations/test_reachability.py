"""`deploy check` rings each service, and writes to each folder: who does not answer is named."""

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from config import Config
from tests.support import imap_server, notify_server, oidc_server, s3_server
from tests.support.clamd_server import clamd
from tests.support.mail_server import mail_server
from tests.support.redis_server import redis_server
from ulss_tracker import clock
from ulss_tracker.services.operations import deployment


def refused(**settings: object) -> dict[str, str]:
    config = Config(environment="testing", **settings)
    return {point.name: point.to_do for point in deployment.of_services(config) if point.to_do}


@pytest.mark.slow
@pytest.mark.on_sqlite
def test_each_service_that_answers_is_well_and_each_that_does_not_is_named(
    app: Flask, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        imap = stack.enter_context(imap_server.imap_server())
        there = {
            "SMTP_URL": stack.enter_context(mail_server()).url,
            "CLAMD_URL": stack.enter_context(clamd()),
            "RATELIMIT_STORAGE_URI": stack.enter_context(redis_server(tmp_path)),
            "IMAP_URL": imap.url,
            "OIDC_ISSUER": stack.enter_context(oidc_server.serving()).url,
            **s3_server.new_bucket(stack.enter_context(s3_server.serving())),
        }
        assert refused(**there) == {}
        notify = stack.enter_context(notify_server.notify_server())
        key = {"NOTIFY_API_KEY": notify_server.API_KEY, "NOTIFY_URL": notify.url}
        key["NOTIFY_POSTAGE"] = "second"
        assert refused(**key, NOTIFY_TEMPLATE_ID=notify_server.TEMPLATE_ID) == {}
        assert set(refused(**key, NOTIFY_TEMPLATE_ID="another")) == {"Mail can be sent"}
        wrong = imap.url.replace(imap_server.PASSWORD, "wrong")
        assert set(refused(IMAP_URL=wrong)) == {"Mailbox opens"}
        assert imap_server.PASSWORD not in str(refused(IMAP_URL=wrong))
        assert "NoSuchBucket" in str(refused(**there | {"OBJECT_STORE_BUCKET": "other"}))
    away = refused(**there)
    assert set(away) == {
        "Redis answers",
        "Mail can be sent",
        "Mailbox opens",
        "Scanner answers",
        "Provider answers",
        "Object store answers",
    }
    named = [name for name in there if "OBJECT" not in name and "FILES" not in name]
    assert all(name in str(away) for name in (*named, "OBJECT_STORE_URL"))


@pytest.mark.on_postgresql
def test_a_database_whose_clock_is_another_is_named(app: Flask) -> None:
    assert refused() == {}
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        assert "is 60 seconds away" in refused()["Database answers"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()

    def point(**settings: object) -> str:
        config = Config(environment="testing", STATE_DIRECTORY=there, **settings)
        return deployment.release_rules.folders(config)

    assert point(CHECKPOINT_FILE=there / "new" / "checkpoints") == ""
    assert point(BACKUP_DIRECTORY=Path("/proc/1")).startswith("BACKUP_DIRECTORY cannot be written")
    assert point(CHECKPOINT_FILE=Path("/proc/x")).startswith("CHECKPOINT_FILE cannot be written")
