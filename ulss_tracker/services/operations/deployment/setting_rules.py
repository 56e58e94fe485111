"""Rules about the settings alone: each rule says what to do, or nothing."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from config import Config

SHORTEST_EXCEPTION = 20
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
)
_CHECKED = frozenset({"verify-full", "verify-ca"})


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
    sender = "NOTIFY_API_KEY" if config.NOTIFY_API_KEY else "SMTP_URL"
    for name in (sender, "MAIL_FROM", "DUTY_EMAIL", "PUBLIC_URL"):
        if getattr(config, name) == Config.model_fields[name].default:
            return f"{name} is not set: production must be able to send mail"
    return ""


def scanner(config: Config) -> str:
    """Files that anybody sends are scanned, or somebody said in writing that they are not."""
    if config.CLAMD_URL or len(config.SCANNER_EXCEPTION) >= SHORTEST_EXCEPTION:
        return ""
    return (
        "CLAMD_URL is not set: files that anybody sends must be scanned for viruses. Set "
        "SCANNER_EXCEPTION to who accepted that they are not, until when and why"
    )


def checkpoints(config: Config) -> str:
    """Lines of the history's checkpoints are signed."""
    if config.CHECKPOINT_FILE and not config.CHECKPOINT_KEY_FILE:
        return "CHECKPOINT_KEY_FILE is not set: the lines of CHECKPOINT_FILE must be signed"
    return ""


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
    parts = urlsplit(config.SQLALCHEMY_DATABASE_URI)
    if parts.scheme.startswith("sqlite") or (parts.hostname or "localhost") in _HERE:
        return ""
    if parse_qs(parts.query).get("sslmode", [""])[0] in _CHECKED:
        return ""
    return (
        "DATABASE_URL names another machine without sslmode=verify-full: put "
        "?sslmode=verify-full&sslrootcert=FILE behind the database's name"
    )


def redis_tls(config: Config) -> str:
    """The connection to a store of limits elsewhere is encrypted."""
    parts = urlsplit(config.RATELIMIT_STORAGE_URI)
    if parts.scheme != "redis" or (parts.hostname or "localhost") in _HERE:
        return ""
    return "RATELIMIT_STORAGE_URI names another machine without TLS: write rediss:// for redis://"


RULES: tuple[tuple[str, Callable[[Config], str]], ...] = (
    ("Second factor", second_factor),
    ("Provider of identities", provider),
    ("Debug", debug),
    ("Mail", mail),
    ("Virus scanner", scanner),
    ("Checkpoints signed", checkpoints),
    ("Kind of database", database),
    ("Proxy", proxy),
    ("Limits counted together", limits),
    ("Addresses are https", https),
    ("TLS to the database", database_tls),
    ("TLS to the store of limits", redis_tls),
)
