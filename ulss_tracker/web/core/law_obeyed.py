"""Every request obeys the law in force, from when it first asks for it to its end."""

from flask import Flask

from ulss_tracker.scheme.law import law
from ulss_tracker.services.core import law_in_force


def set_up(app: Flask) -> None:
    """Let each request ask the database which law is in force, when it asks at all."""
    app.before_request(lambda: law.obey(law_in_force.law))
    app.teardown_request(lambda _error: law.obey(None))


def obey_lately() -> None:
    """Let this page to read ask no database for the law: it says what was in force a second ago."""
    law.obey(law_in_force.lately)
