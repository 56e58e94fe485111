"""Rules about the settings alone: each rule says what to do, or nothing."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from config import Config
from ulss_tracker.services.operations.lacks import LACKS

_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
# Addresses that people's words or a secret travel to. A time stamp is signed, and asks for a hash.
_ADDRESSES = (
    "PUBLIC_URL",
    "STAFF_URL",
    "FILES_URL",
    "PASSKEY_URL",
    "KNOWN_PASSWORDS_URL",
    "NOTIFY_URL",
    "BANK_HOLIDAYS_URL",
    "HEARTBEAT_URL",
    "WATCHDOG_REPORT_URL",
    "OBJECT_STORE_URL",
)
_CHECKED = frozenset({"verify-full", "verify-ca"})
_IN_CLEAR = {
    "SMTP_URL": ({"smtp"}, "write starttls:// or smtps:// for smtp://"),
    "IMAP_URL": ({"imap"}, "write starttls:// or imaps:// for imap://"),
    "CLAMD_URL": ({"tcp"}, "run clamd on this machine, or lead a port of it there by a tunnel"),
    "RATELIMIT_STORAGE_URI": ({"redis"}, "write rediss:// for redis://"),
}


def second_factor(config: Config) -> str:
    """Staff sign in with a code besides the password."""
    if config.SECOND_FACTOR:
        return ""
    return (
        "SECOND_FACTOR is off: in production staff sign in with a code besides the password. Unset"
        " it"
    )


def provider(config: Config) -> str:
    """Nobody between here and the office's own provider can say who signs in."""
    if not config.OIDC_ISSUER:
        return ""
    if not config.OIDC_ISSUER.startswith("https://"):
        return "OIDC_ISSUER must begin with https://: who signs in depends on it"
    for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"):
        if not getattr(config, name):
            return f"{name} is not set: OIDC_ISSUER needs it"
    return ""


def debug(config: Config) -> str:
    """No page shows the code it failed in."""
    return "Debug is on: unset FLASK_DEBUG in production" if config.DEBUG else ""


def mail(config: Config) -> str:
    """Everybody can be told."""
    if config.NOTIFY_API_KEY and not config.NOTIFY_TEMPLATE_ID:
        return "NOTIFY_TEMPLATE_ID is not set: Notify sends by a template"
    if config.NOTIFY_TEXT_TEMPLATE_ID and not config.NOTIFY_API_KEY:
        return "NOTIFY_API_KEY is not set: texts go by Notify alone"
    if config.NOTIFY_POSTAGE and not config.NOTIFY_API_KEY:
        return "NOTIFY_API_KEY is not set: NOTIFY_POSTAGE has letters go by Notify"
    sender = "NOTIFY_API_KEY" if config.NOTIFY_API_KEY else "SMTP_URL"
    for name in (sender, "MAIL_FROM", "DUTY_EMAIL", "PUBLIC_URL"):
        if getattr(config, name) == Config.model_fields[name].default:
            return f"{name} is not set: production must be able to send mail"
    return ""


def object_store(config: Config) -> str:
    """Files can go where they are to be kept."""
    is_used = config.FILES_STORE == "object-store" or config.OBJECT_STORE_BUCKET
    for name in ("OBJECT_STORE_URL", "OBJECT_STORE_BUCKET"):
        if is_used and not getattr(config, name):
            return f"{name} is not set: files are kept in an object store"
    return ""


def exceptions(config: Config) -> str:
    """Nothing is accepted that is none of the lacks that may be."""
    names = {lack.name for lack in LACKS}
    for written in config.EXCEPTIONS:
        if written.lack not in names:
            return f"EXCEPTIONS: {written.lack} is none of {', '.join(sorted(names))}"
    return ""


def cookies(config: Config) -> str:
    """No script and no network reads the cookie that somebody is signed in with."""
    for name, is_right in (
        ("SESSION_COOKIE_SECURE", config.SESSION_COOKIE_SECURE),
        ("SESSION_COOKIE_HTTPONLY", config.SESSION_COOKIE_HTTPONLY),
        ("SESSION_COOKIE_SAMESITE", config.SESSION_COOKIE_SAMESITE in {"Lax", "Strict"}),
    ):
        if not is_right:
            return f"{name} lets others read or send the session's cookie: unset it"
    return ""


def checkpoints(config: Config) -> str:
    """The history's checkpoints are kept outside the database, and their lines are signed."""
    if not config.CHECKPOINT_FILE:
        return (
            "CHECKPOINT_FILE is not set: without a file outside the database nothing shows that "
            "nobody changed the history"
        )
    if not config.CHECKPOINT_KEY_FILE:
        return "CHECKPOINT_KEY_FILE is not set: the lines of CHECKPOINT_FILE must be signed"
    return ""


def backups(config: Config) -> str:
    """Whoever gets hold of a backup cannot read it."""
    recipients = config.BACKUP_RECIPIENTS
    if recipients and all(recipient.startswith(("age1", "ssh-")) for recipient in recipients):
        return ""
    return (
        "BACKUP_RECIPIENTS names no public key of age: backups hold everything that the database "
        "holds. Make a pair with `age-keygen`"
    )


def database(config: Config) -> str:
    """PostgreSQL, unless SQLite was asked for by its name."""
    if not config.SQLALCHEMY_DATABASE_URI.startswith("sqlite") or config.SQLITE_IN_PRODUCTION:
        return ""
    return (
        "DATABASE_URL is SQLite's: one machine, and ten times longer to wait when several write. "
        "Name a PostgreSQL database, or set SQLITE_IN_PRODUCTION=yes"
    )


def proxy(config: Config) -> str:
    """Whoever comes through the proxy is known by their own address, not by the proxy's."""
    if config.TRUSTED_PROXIES or not config.PUBLIC_URL.startswith("https:"):
        return ""
    return (
        "TRUSTED_PROXIES is 0, but PUBLIC_URL is https: a proxy stands in front, and everybody "
        "would be counted as one address. Set it to the number of proxies, usually 1"
    )


def limits(config: Config) -> str:
    """Several workers count together."""
    if config.WEB_WORKERS == 1 or not config.RATELIMIT_STORAGE_URI.startswith("memory:"):
        return ""
    return (
        "RATELIMIT_STORAGE_URI is memory://, which each worker counts in by itself: name a Redis "
        "server (rediss://…), or set WEB_WORKERS=1"
    )


def https(config: Config) -> str:
    """Nothing goes over the network unencrypted."""
    for name in _ADDRESSES:
        address = str(getattr(config, name) or "")
        if address and not address.startswith("https://"):
            return f"{name} is not https: what travels there can be read. Name an https address"
    return ""


def database_tls(config: Config) -> str:
    """The connection to a database elsewhere is encrypted, and to whom is checked."""
    for name, address in (
        ("DATABASE_URL", config.SQLALCHEMY_DATABASE_URI),
        ("DRILL_DATABASE_URL", config.DRILL_DATABASE_URL),
    ):
        if _is_here(address) or _parameter(address, "sslmode") in _CHECKED:
            continue
        return (
            f"{name} names another machine without sslmode=verify-full: put "
            "?sslmode=verify-full&sslrootcert=FILE behind the database's name"
        )
    return ""


def in_clear(config: Config) -> str:
    """Nothing else goes to another machine in the clear: mail, files to scan, counts of limits."""
    for name, (schemes, to_do) in _IN_CLEAR.items():
        address = str(getattr(config, name) or "")
        if urlsplit(address).scheme in schemes and not _is_here(address):
            return f"{name} names another machine without TLS: {to_do}"
    return ""


def _is_here(address: str) -> bool:
    """Whether what the address names is on this machine: by a file, a socket or its own name."""
    host = _parameter(address, "host") or urlsplit(address).hostname or "localhost"
    return host.startswith("/") or host in _HERE


def _parameter(address: str, name: str) -> str:
    return parse_qs(urlsplit(address).query).get(name, [""])[0]


RULES: tuple[tuple[str, Callable[[Config], str]], ...] = (
    ("Second factor", second_factor),
    ("Provider of identities", provider),
    ("Debug", debug),
    ("Mail", mail),
    ("Object store", object_store),
    ("Exceptions", exceptions),
    ("Cookies", cookies),
    ("Checkpoints kept and signed", checkpoints),
    ("Backups encrypted", backups),
    ("Kind of database", database),
    ("Proxy", proxy),
    ("Limits counted together", limits),
    ("Addresses are https", https),
    ("TLS to the database", database_tls),
    ("TLS to every other machine", in_clear),
)
