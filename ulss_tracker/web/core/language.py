"""English or Welsh: which language this person reads the public pages in."""

from flask import Flask, request, session
from flask_babel import Babel, get_locale

LANGUAGES = {"en": "English", "cy": "Cymraeg"}
STAFF_PAGES = frozenset({"accounts", "admin", "casework", "register", "statistics", "supervision"})

babel = Babel()


def set_up(app: Flask) -> None:
    """Join the translations to the application."""
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/London")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    babel.init_app(app, locale_selector=chosen)
    app.context_processor(lambda: {"language": str(get_locale() or "en"), "LANGUAGES": LANGUAGES})


def chosen() -> str:
    """The language chosen in this session; English until one is, and on the office's pages."""
    if request.blueprint in STAFF_PAGES:
        return "en"
    return str(session.get("language", "en"))
