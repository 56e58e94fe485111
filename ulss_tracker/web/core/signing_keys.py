"""The keys that tokens of ours are made with: the newest makes them, all of them are read."""

from flask import current_app


def newest_first() -> str:
    """The keys as what is encrypted wants them, with blanks between: the first encrypts."""
    older: list[str] = current_app.config["SECRET_KEY_FALLBACKS"] or []
    return " ".join([str(current_app.config["SECRET_KEY"]), *older])


def oldest_first() -> list[str]:
    """The keys as itsdangerous wants them: it signs with the last."""
    older: list[str] = current_app.config["SECRET_KEY_FALLBACKS"] or []
    return [*reversed(older), str(current_app.config["SECRET_KEY"])]
