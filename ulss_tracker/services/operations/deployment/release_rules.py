"""Rules that a release is held to before it is let in: what serves starts all the same."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile

from config import Config
from ulss_tracker.adapters.gate import tries
from ulss_tracker.adapters.gate.jail import TooBusy
from ulss_tracker.services.core import support_lines

_KEPT = {
    "DATABASE_URL": "SQLALCHEMY_DATABASE_URI",
    "MAIL_DIRECTORY": "MAIL_DIRECTORY",
    "OUTAGE_DIRECTORY": "OUTAGE_DIRECTORY",
    "WATCHDOG_FILE": "WATCHDOG_FILE",
    "BACKUP_DIRECTORY": "BACKUP_DIRECTORY",
    "CHECKPOINT_FILE": "CHECKPOINT_FILE",
}
_WATCHED = tuple((name, name) for name in ("HEARTBEAT_FILE", "WATCHDOG_REPORT_FILE"))
_SECRETS = ("SECRET_KEY", "DATABASE_URL", "CREDENTIALS_DIRECTORY")
_SOCKETS = ("/run/postgresql/.s.PGSQL.5432", "/run/clamav/clamd.ctl", "/run/docker.sock")
_NOTICE = ("DATA_LAWFUL_BASIS", "DATA_PROTECTION_OFFICER")


def state(config: Config) -> str:
    """Nothing that is kept goes with the folder of a release."""
    inside = [name for name, field in _KEPT.items() if _is_in_release(getattr(config, field))]
    if not inside:
        return ""
    return (
        f"{' and '.join(inside)} in the folder of the release, whose place another takes: move what"
        " is kept there, and name the new place in STATE_DIRECTORY (docs/operations.md)"
    )


def folders(config: Config) -> str:
    """Each folder that is written to can be: by this user, on this disk."""
    for name, field in (("STATE_DIRECTORY", "STATE_DIRECTORY"), *_KEPT.items(), *_WATCHED):
        path = _path(getattr(config, field))
        if not path:
            continue
        folder = Path(path) if name.endswith("DIRECTORY") else Path(path).parent
        there = next(place for place in (folder, *folder.parents) if place.is_dir())
        try:
            with TemporaryFile(dir=there):
                pass
        except OSError as error:
            return f"{name} cannot be written ({type(error).__name__}): give {there} to this user"
    return ""


def lines(config: Config) -> str:
    """Every support line was rung by this office: the public sees no other."""
    missing = support_lines.unchecked(config.SUPPORT_LINES_CHECKED)
    if not missing:
        return ""
    named = ", ".join(f"{name} ({number})" for name, number in missing.items())
    return (
        "The public is shown no support line that nobody has rung. Ring these, and put each with "
        f"its day into SUPPORT_LINES_CHECKED: {named}"
    )


def privacy_notice(config: Config) -> str:
    """The privacy notice is whole."""
    missing = [name for name in _NOTICE if not getattr(config, name)]
    if not missing:
        return ""
    return f"Parts of the privacy notice are missing: set {', '.join(missing)}"


def jail(config: Config) -> str:
    """Strangers' files and messages are opened where they reach nothing of the tracker."""
    fields = (*_KEPT.values(), "STATE_DIRECTORY", "secrets_directory", "CHECKPOINT_KEY_FILE")
    paths = filter(None, (_path(getattr(config, field)) for field in fields))
    try:
        reached = tries.reached(paths, sockets=_SOCKETS, variables=_SECRETS)
    except TooBusy:
        return "The jail does not answer: start tracker-jail.socket, or what else GATE_JAIL names"
    if reached == []:
        return ""
    return (
        f"A stranger’s file reaches {', '.join(reached or ('the end of its process',))}: install "
        "bubblewrap, or start tracker-jail.socket and name it in GATE_JAIL (docs/files.md)"
    )


def _path(place: Path | str | None) -> str:
    path = str(place or "").removeprefix("sqlite:///")
    return "" if "://" in path else path


def _is_in_release(place: Path | str | None) -> bool:
    """Whether the place is in the folder of this release or of another."""
    path = _path(place)
    if not path:
        return False
    return any((folder / "wsgi.py").is_file() for folder in Path(path).resolve().parents)


RULES: tuple[tuple[str, Callable[[Config], str]], ...] = (
    ("State outside the release", state),
    ("Folders can be written", folders),
    ("Support lines rung", lines),
    ("Privacy notice whole", privacy_notice),
    ("Jail for files", jail),
)
