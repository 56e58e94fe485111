"""Restriction flags for every template that shows a record: `components/restrictions.html`."""

from flask import Flask

from ulss_tracker.services.protection import flags


def set_up(app: Flask) -> None:
    """Give the templates `restriction_flags(record)`."""
    app.jinja_env.globals["restriction_flags"] = flags.of
