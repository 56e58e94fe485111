"""Keys and passwords: long, nobody's guess, and each for one purpose alone."""

from collections.abc import Callable
from urllib.parse import urlsplit

from config import DEVELOPMENT_SECRET, Config

SHORTEST_KEY = 32
SHORTEST_CLIENT_SECRET = 16
DEFAULT_PASSWORDS = frozenset(
    {"postgres", "password", "changeme", "change-me", "secret", "admin", "ulss", "demo"}
)
_LEAST_GUESSES = 20  # a power of ten; sixteen random bytes in hexadecimal have twice as many
_LEAST_SCORE = 3  # of zxcvbn's 0 to 4
_MOST_SCORED = 72  # zxcvbn looks at no more
_WITH_PASSWORDS = {
    "DATABASE_URL": "SQLALCHEMY_DATABASE_URI",
    "DRILL_DATABASE_URL": "DRILL_DATABASE_URL",
    "RATELIMIT_STORAGE_URI": "RATELIMIT_STORAGE_URI",
    "SMTP_URL": "SMTP_URL",
    "IMAP_URL": "IMAP_URL",
}

# How a key is made: said wherever one is wanted.
MAKE_ONE = "make one with `openssl rand -base64 48`"


def secret_key(config: Config) -> str:
    """The key of cookies and tokens, and those from before it."""
    if config.SECRET_KEY == DEVELOPMENT_SECRET or _shortest(config.secret_keys) < SHORTEST_KEY:
        return (
            "SECRET_KEY is missing or too short for production: set it to 32 or more random "
            f"characters, each key of them ({MAKE_ONE})"
        )
    return _weak("SECRET_KEY", config.secret_keys)


def second_factor_key(config: Config) -> str:
    """The key that keeps the authenticator apps' secrets, where it is one of its own."""
    return _unfit("SECOND_FACTOR_KEY", config.second_factor_keys)


def outage_key(config: Config) -> str:
    """The key of what is kept while the database is away, where it is one of its own."""
    return _unfit("OUTAGE_KEY", config.outage_keys)


def files_key(config: Config) -> str:
    """The key of files in the object store, where they are kept there."""
    if config.OBJECT_STORE_BUCKET and not config.FILES_KEY:
        return f"FILES_KEY is not set: files go to the object store encrypted ({MAKE_ONE})"
    return _unfit("FILES_KEY", tuple(config.FILES_KEY.split()))


def metrics_token(config: Config) -> str:
    """The token that a monitor reads the figures with, where one does."""
    return _unfit("METRICS_TOKEN", tuple(config.METRICS_TOKEN.split()))


def client_secret(config: Config) -> str:
    """The tracker’s secret with the provider of identities: who guesses it says who signs in.

    The provider makes it, and none makes a short one.
    """
    secret = config.OIDC_CLIENT_SECRET
    if secret and (len(secret) < SHORTEST_CLIENT_SECRET or _is_weak(secret)):
        return (
            "OIDC_CLIENT_SECRET is too short or easy to guess: have the provider make one of"
            f" {SHORTEST_CLIENT_SECRET} or more random characters"
        )
    return ""


def repeated(config: Config) -> str:
    """No key stands twice: whoever learns one must not have learnt another."""
    keys = (
        *config.secret_keys,
        *config.second_factor_keys,
        *config.outage_keys,
        *config.FILES_KEY.split(),
    )
    if len(set(keys)) < len(keys):
        return (
            "SECRET_KEY, SECOND_FACTOR_KEY, OUTAGE_KEY and FILES_KEY hold the same key twice: each"
            f" is for one purpose and stands once ({MAKE_ONE})"
        )
    return ""


def passwords(config: Config) -> str:
    """No address has a password that comes with a program, or that is easily guessed."""
    for variable, name in _WITH_PASSWORDS.items():
        password = urlsplit(getattr(config, name) or "").password
        if password is None:
            continue
        if password.lower() in DEFAULT_PASSWORDS:
            return f"{variable} has a default password: give it one of its own ({MAKE_ONE})"
        if _is_weak(password):
            return f"{variable} has a common password: give it one of its own ({MAKE_ONE})"
    return ""


def _shortest(keys: tuple[str, ...]) -> int:
    return min((len(key) for key in keys), default=0)


def _unfit(variable: str, keys: tuple[str, ...]) -> str:
    if keys and _shortest(keys) < SHORTEST_KEY:
        return f"{variable} is too short: set it to 32 or more random characters ({MAKE_ONE})"
    return _weak(variable, keys)


def _is_weak(secret: str) -> bool:
    return _guessed(secret)["score"] < _LEAST_SCORE


def _weak(variable: str, keys: tuple[str, ...]) -> str:
    if any(_guessed(key)["guesses_log10"] < _LEAST_GUESSES for key in keys):
        return (
            f"{variable} is easy to guess, though it is long: random characters are wanted, no"
            f" words and no repetition ({MAKE_ONE})"
        )
    return ""


def _guessed(secret: str) -> dict[str, float]:
    from zxcvbn import zxcvbn  # its lists take some megabytes

    estimate: dict[str, float] = zxcvbn(secret[:_MOST_SCORED])
    return estimate


RULES: tuple[tuple[str, Callable[[Config], str]], ...] = (
    ("Secret key", secret_key),
    ("Second factor’s key", second_factor_key),
    ("Key of the outage’s requests", outage_key),
    ("Key of files elsewhere", files_key),
    ("Token of the figures", metrics_token),
    ("Provider’s client secret", client_secret),
    ("No key twice", repeated),
    ("Passwords in addresses", passwords),
)
