"""An application with the look and the languages, and nothing else."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

import config
from ulss_tracker.web.core import assets, template_env


@pytest.fixture
def bare_app() -> Flask:
    """The look and its files alone: no database, no sign-in."""
    app = Flask(
        "ulss_tracker",
        root_path=str(config.ROOT / "ulss_tracker"),
        static_url_path=assets.url_path(config.ROOT / "ulss_tracker" / "static"),
        template_folder=str(config.ROOT / "templates"),
    )
    app.config.update(SECRET_KEY="for tests only", WTF_CSRF_ENABLED=False, TESTING=True)
    Babel(app, locale_selector=lambda: app.config.get("LANGUAGE", "en"))
    template_env.set_up(app)
    assets.set_up(app)
    return app


@pytest.fixture
def in_page(bare_app: Flask) -> Iterator[Flask]:
    """Inside a page, where forms can be made and drawn."""
    with bare_app.test_request_context("/"):
        yield bare_app
