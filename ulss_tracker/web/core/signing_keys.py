"""The keys that tokens of ours are signed with: the newest signs, all of them are read."""

from flask import current_app


def oldest_first() -> list[str]:
    """The keys as itsdangerous wants them: it signs with the last."""
    older: list[str] = current_app.config["SECRET_KEY_FALLBACKS"] or []
    return [*reversed(older), str(current_app.config["SECRET_KEY"])]
