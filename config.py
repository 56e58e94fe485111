"""The environment, read once. Nothing of the tracker's own is imported here."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
DEVELOPMENT_SECRET = "for-development-only-never-in-production"  # noqa: S105 - refused in production
DEFAULT_PASSWORDS = frozenset(
    {"postgres", "password", "changeme", "change-me", "secret", "admin", "ulss", "demo"}
)
SHORTEST_SECRET = 32


class ConfigurationError(RuntimeError):
    """The environment is not fit to start in; the message says what to set."""


@dataclass(frozen=True)
class Config:
    """What the application needs to know of where it runs.

    Field names in capitals are Flask's own setting names once in `app.config`.
    """

    environment: str = "development"
    SECRET_KEY: str = DEVELOPMENT_SECRET
    SQLALCHEMY_DATABASE_URI: str = f"sqlite:///{ROOT / 'instance' / 'tracker.db'}"
    DEBUG: bool = False
    TESTING: bool = False
    SERVER_NAME: str | None = None
    SESSION_COOKIE_SECURE: bool = False
    SESSION_COOKIE_HTTPONLY: bool = True
    SESSION_COOKIE_SAMESITE: str = "Lax"
    SESSION_COOKIE_NAME: str = "ulss"
    # Longer than a draft is kept: a cookie that ends first would lose what was typed.
    PERMANENT_SESSION_LIFETIME: int = 60 * 60 * 25
    # Signed when something in it changes. Staff are signed out after a working day anyhow, and a
    # journey writes when it was last kept.
    SESSION_REFRESH_EACH_REQUEST: bool = False
    MAX_CONTENT_LENGTH: int = 110 * 1024 * 1024
    # Long stories, emoji and all: form text, files apart.
    MAX_FORM_MEMORY_SIZE: int = 2 * 1024 * 1024
    WTF_CSRF_TIME_LIMIT: int | None = None
    # Every word of a form is our own, and translated with the page's.
    WTF_I18N_ENABLED: bool = False
    RATELIMIT_STORAGE_URI: str = "memory://"
    TRUSTED_PROXIES: int = 0
    SMTP_URL: str | None = None
    NOTIFY_API_KEY: str | None = None
    NOTIFY_TEMPLATE_ID: str | None = None
    NOTIFY_FILE_TEMPLATE_ID: str | None = None
    NOTIFY_URL: str | None = None
    MAIL_FROM: str = "sentence-reviews@example.gov.uk"
    DUTY_EMAIL: str = "duty@example.gov.uk"
    WATCHDOG_EMAIL: str | None = None
    WATCHDOG_FILE: str = str(ROOT / "instance" / "watchdog.json")
    HEARTBEAT_FILE: str | None = None
    HEARTBEAT_URL: str | None = None
    WATCHDOG_REPORT_FILE: str | None = None
    WATCHDOG_REPORT_URL: str | None = None
    CLAMD_URL: str | None = None
    OFFICE_TELEPHONE: str = "020 7271 2492"
    OFFICE_NAME: str = "Attorney General’s Office"
    OFFICE_ADDRESS: str = ""
    OFFICE_LOGO: str = ""
    LETTERS_SIGNED_BY: str = ""
    LETTERS_SIGNED_AS: str = "Unduly lenient sentence team"
    PUBLIC_URL: str = "http://127.0.0.1:8000"
    MAIL_DIRECTORY: str = str(ROOT / "instance" / "mail")
    DRAFT_HOURS: int = 24
    # An error that is logged must not carry what a person wrote.
    SQLALCHEMY_ENGINE_OPTIONS: dict[str, object] = field(
        default_factory=lambda: {"hide_parameters": True}
    )
    extra: dict[str, object] = field(default_factory=dict)

    def settings(self) -> dict[str, object]:
        """Return the settings as Flask keeps them, keyed by their capital names."""
        own = {name: getattr(self, name) for name in self.__dataclass_fields__ if name.isupper()}
        return own | {"ENVIRONMENT": self.environment} | self.extra


def from_environment() -> Config:
    """Read the configuration from the environment.

    `ULSS_ENV` is development (the default), testing or production.
    Raises `ConfigurationError` when production would be unsafe.
    """
    environment = os.environ.get("ULSS_ENV", "development")
    if environment not in {"development", "testing", "production"}:
        raise ConfigurationError(
            f"ULSS_ENV is '{environment}': set it to development, testing or production"
        )
    config = Config(
        environment=environment,
        SECRET_KEY=os.environ.get("SECRET_KEY") or DEVELOPMENT_SECRET,
        SQLALCHEMY_DATABASE_URI=_database_address(),
        DEBUG=os.environ.get("FLASK_DEBUG", "0").lower() in {"1", "true", "yes", "on"},
        TESTING=environment == "testing",
        SESSION_COOKIE_SECURE=environment == "production",
        SESSION_COOKIE_NAME="__Host-ulss" if environment == "production" else "ulss",
        RATELIMIT_STORAGE_URI=os.environ.get("RATELIMIT_STORAGE_URI", "memory://"),
        TRUSTED_PROXIES=int(os.environ.get("TRUSTED_PROXIES", "0")),
        SMTP_URL=os.environ.get("SMTP_URL") or None,
        NOTIFY_API_KEY=os.environ.get("NOTIFY_API_KEY") or None,
        NOTIFY_TEMPLATE_ID=os.environ.get("NOTIFY_TEMPLATE_ID") or None,
        NOTIFY_FILE_TEMPLATE_ID=os.environ.get("NOTIFY_FILE_TEMPLATE_ID") or None,
        NOTIFY_URL=os.environ.get("NOTIFY_URL") or None,
        MAIL_FROM=os.environ.get("MAIL_FROM", Config.MAIL_FROM),
        DUTY_EMAIL=os.environ.get("DUTY_EMAIL", Config.DUTY_EMAIL),
        WATCHDOG_EMAIL=os.environ.get("WATCHDOG_EMAIL") or None,
        WATCHDOG_FILE=os.environ.get("WATCHDOG_FILE", Config.WATCHDOG_FILE),
        HEARTBEAT_FILE=os.environ.get("HEARTBEAT_FILE") or None,
        HEARTBEAT_URL=os.environ.get("HEARTBEAT_URL") or None,
        WATCHDOG_REPORT_FILE=os.environ.get("WATCHDOG_REPORT_FILE") or None,
        WATCHDOG_REPORT_URL=os.environ.get("WATCHDOG_REPORT_URL") or None,
        CLAMD_URL=os.environ.get("CLAMD_URL") or None,
        OFFICE_TELEPHONE=os.environ.get("OFFICE_TELEPHONE", Config.OFFICE_TELEPHONE),
        OFFICE_NAME=os.environ.get("OFFICE_NAME", Config.OFFICE_NAME),
        OFFICE_ADDRESS=os.environ.get("OFFICE_ADDRESS", ""),
        OFFICE_LOGO=os.environ.get("OFFICE_LOGO", ""),
        LETTERS_SIGNED_BY=os.environ.get("LETTERS_SIGNED_BY", ""),
        LETTERS_SIGNED_AS=os.environ.get("LETTERS_SIGNED_AS", Config.LETTERS_SIGNED_AS),
        MAIL_DIRECTORY=os.environ.get("MAIL_DIRECTORY", Config.MAIL_DIRECTORY),
        DRAFT_HOURS=int(os.environ.get("DRAFT_HOURS", "24")),
        PUBLIC_URL=os.environ.get("PUBLIC_URL", Config.PUBLIC_URL).rstrip("/"),
    )
    if environment == "production":
        refuse_if_unsafe(config)
    return config


def refuse_if_unsafe(config: Config) -> None:
    """Raise `ConfigurationError` unless `config` is fit for production."""
    if config.SECRET_KEY == DEVELOPMENT_SECRET or len(config.SECRET_KEY) < SHORTEST_SECRET:
        raise ConfigurationError(
            "SECRET_KEY is missing or too short for production: "
            "set it to 32 or more random characters"
        )
    if config.DEBUG:
        raise ConfigurationError("Debug is on: unset FLASK_DEBUG in production")
    if config.NOTIFY_API_KEY and not config.NOTIFY_TEMPLATE_ID:
        raise ConfigurationError("NOTIFY_TEMPLATE_ID is not set: Notify sends by a template")
    sender = "NOTIFY_API_KEY" if config.NOTIFY_API_KEY else "SMTP_URL"
    for name in (sender, "MAIL_FROM", "DUTY_EMAIL", "PUBLIC_URL"):
        if getattr(config, name) == getattr(Config, name):
            raise ConfigurationError(f"{name} is not set: production must be able to send mail")
    password = urlsplit(config.SQLALCHEMY_DATABASE_URI).password
    if password is not None and password.lower() in DEFAULT_PASSWORDS:
        raise ConfigurationError("DATABASE_URL has a default password: give the database its own")


def _database_address() -> str:
    """DATABASE_URL as SQLAlchemy wants it (psycopg 3), or the embedded SQLite database."""
    given = os.environ.get("DATABASE_URL")
    if not given:
        return Config.SQLALCHEMY_DATABASE_URI
    for plain in ("postgres://", "postgresql://"):
        if given.startswith(plain):
            return "postgresql+psycopg://" + given.removeprefix(plain)
    return given
