"""English or Welsh: which language this person reads the public pages in."""

from flask import Flask, session
from flask_babel import Babel, get_locale

LANGUAGES = {"en": "English", "cy": "Cymraeg"}

babel = Babel()


def set_up(app: Flask) -> None:
    """Join the translations to the application."""
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/London")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    babel.init_app(app, locale_selector=chosen)
    app.context_processor(lambda: {"language": str(get_locale() or "en"), "LANGUAGES": LANGUAGES})


def chosen() -> str:
    """The language chosen in this session; English until one is."""
    return session.get("language", "en")
