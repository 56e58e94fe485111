"""The settings, read once from the environment. Nothing of the tracker's own is imported here."""

import os
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent
DEVELOPMENT_SECRET = "for-development-only-never-in-production"  # noqa: S105 - refused in production


class ConfigurationError(RuntimeError):
    """The environment is not fit to start in; the message says what to set."""


def _with_psycopg(address: str) -> str:
    """DATABASE_URL as SQLAlchemy wants it: PostgreSQL by psycopg 3."""
    for plain in ("postgres://", "postgresql://"):
        if address.startswith(plain):
            return "postgresql+psycopg://" + address.removeprefix(plain)
    return address


def _without_slash(address: str) -> str:
    return address.rstrip("/")


def _with_days(listed: str) -> str:
    for each in filter(None, (part.strip() for part in listed.split(","))):
        date.fromisoformat(each.rpartition(":")[2])
    return listed


def _in_production(given: dict[str, Any]) -> bool:
    return given.get("environment") == "production"


def _kept(given: dict[str, Any], name: str) -> str:
    """The path of what is kept by this name in the directory of state."""
    return str(Path(str(given.get("STATE_DIRECTORY"))) / name)


class Config(BaseSettings):
    """The settings of the application where it runs, each from the variable of its name.

    Field names in capitals are Flask's own setting names once in `app.config`. An empty variable
    counts as not set.
    """

    model_config = SettingsConfigDict(
        case_sensitive=True,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,  # a value may be a secret
        populate_by_name=True,
    )

    environment: Literal["development", "testing", "production"] = Field(
        default="development", validation_alias="ULSS_ENV"
    )
    # What is kept beside the database: outside the release, where another takes its place.
    STATE_DIRECTORY: str = str(ROOT / "instance")
    # Keys with blanks between, the newest first: it signs, and what the others signed is read.
    SECRET_KEY: str = DEVELOPMENT_SECRET
    # Whether staff sign in with a code besides the password; and the keys that keep the apps'
    # secrets, the newest first, where those are not to be SECRET_KEY's.
    SECOND_FACTOR: bool = Field(default_factory=_in_production)
    SECOND_FACTOR_KEY: str = ""
    # Where staff open the tracker, which is the home of their passkeys, if it is not PUBLIC_URL.
    PASSKEY_URL: Annotated[str, BeforeValidator(_without_slash)] = ""
    # The office's own provider of identities (OpenID Connect): its address, what the tracker is to
    # it, its name on the button, and the values of acr or amr that count as a second factor.
    OIDC_ISSUER: Annotated[str, BeforeValidator(_without_slash)] = ""
    OIDC_CLIENT_ID: str = ""
    OIDC_CLIENT_SECRET: str = ""
    OIDC_NAME: str = "your office account"
    OIDC_SECOND_FACTOR: str = ""
    # Hours since somebody proved to the provider who they are, after which it must ask them again;
    # 0 for a provider that does not say when that was (auth_time).
    OIDC_LONGEST: int = Field(default=12, ge=0, le=24)
    # A service that knows leaked passwords by the first five characters of a hash.
    KNOWN_PASSWORDS_URL: Annotated[str, BeforeValidator(_without_slash)] = ""
    SQLALCHEMY_DATABASE_URI: Annotated[str, BeforeValidator(_with_psycopg)] = Field(
        default_factory=lambda given: f"sqlite:///{_kept(given, 'tracker.db')}",
        validation_alias="DATABASE_URL",
    )
    DEBUG: bool = Field(default=False, validation_alias="FLASK_DEBUG")
    TESTING: bool = Field(default_factory=lambda given: given.get("environment") == "testing")
    SERVER_NAME: str | None = None
    SESSION_COOKIE_SECURE: bool = Field(default_factory=_in_production)
    SESSION_COOKIE_HTTPONLY: bool = True
    SESSION_COOKIE_SAMESITE: str = "Lax"
    SESSION_COOKIE_NAME: str = Field(
        default_factory=lambda given: "__Host-ulss" if _in_production(given) else "ulss"
    )
    # Longer than a draft is kept: a cookie that ends first would lose what was typed.
    PERMANENT_SESSION_LIFETIME: int = 60 * 60 * 25
    # Signed when something in it changes. Staff are signed out after half a day anyhow, and a
    # journey writes when it was last kept.
    SESSION_REFRESH_EACH_REQUEST: bool = False
    # Files of 60 MB in one request, and the form around them.
    MAX_CONTENT_LENGTH: int = 61 * 1024 * 1024
    # Long stories, emoji and all: form text, files apart.
    MAX_FORM_MEMORY_SIZE: int = 2 * 1024 * 1024
    WTF_CSRF_TIME_LIMIT: int | None = None
    # Every word of a form is our own, and translated with the page's.
    WTF_I18N_ENABLED: bool = False
    RATELIMIT_STORAGE_URI: str = "memory://"
    # How many processes answer pages; 0 lets deploy/gunicorn.conf.py say.
    WEB_WORKERS: int = 0
    TRUSTED_PROXIES: int = 0
    # SQLite serves an office only where that was asked for by its name.
    SQLITE_IN_PRODUCTION: bool = False
    # PostgreSQL ends a statement, and a wait for a lock, that takes so many seconds.
    STATEMENT_SECONDS: int = 50
    LOCK_SECONDS: int = 20
    # Further names that the tracker answers to, with commas between.
    ALLOWED_HOSTS: str = ""
    SMTP_URL: str | None = None
    NOTIFY_API_KEY: str | None = None
    NOTIFY_TEMPLATE_ID: str | None = None
    NOTIFY_FILE_TEMPLATE_ID: str | None = None
    NOTIFY_TEXT_TEMPLATE_ID: str | None = None
    NOTIFY_URL: str | None = None
    MAIL_FROM: str = "sentence-reviews@example.gov.uk"
    NEUTRAL_MAIL_FROM: str = ""
    DUTY_EMAIL: str = "duty@example.gov.uk"
    WATCHDOG_EMAIL: str | None = None
    WATCHDOG_FILE: str = Field(default_factory=lambda given: _kept(given, "watchdog.json"))
    HEARTBEAT_FILE: str | None = None
    HEARTBEAT_URL: str | None = None
    WATCHDOG_REPORT_FILE: str | None = None
    WATCHDOG_REPORT_URL: str | None = None
    # GOV.UK's list of bank holidays, where the network allows it to be fetched each week.
    BANK_HOLIDAYS_URL: str | None = None
    # The mailbox that requests come to; a token in a file instead of the password (XOAUTH2).
    IMAP_URL: str | None = None
    IMAP_TOKEN_FILE: str | None = None
    IMAP_TAKEN_FOLDER: str = "Taken"
    # How long messages are kept that are about no request: unwanted or automatic ones, and others.
    MAILBOX_UNWANTED_DAYS: int = 30
    MAILBOX_QUESTION_DAYS: int = 365
    # Public keys of age for backups, with commas between, and the file of the private key.
    BACKUP_RECIPIENTS: str = ""
    BACKUP_IDENTITY_FILE: str | None = None
    # Where backups are kept, how often one is due, and where a drill may make a database.
    BACKUP_DIRECTORY: str | None = None
    BACKUP_MINUTES: int = 5
    DRILL_DATABASE_URL: Annotated[str, BeforeValidator(_with_psycopg)] = ""
    # Checkpoints of the history: the file that they are appended to, the private key (Ed25519, PEM)
    # and further public keys, whom they are sent to daily, and who stamps their time (RFC 3161).
    CHECKPOINT_FILE: str | None = None
    CHECKPOINT_KEY_FILE: str | None = None
    CHECKPOINT_PUBLIC_KEYS: str = ""
    CHECKPOINT_EMAILS: str = ""
    TIMESTAMP_URL: str | None = None
    TIMESTAMP_CA_FILE: str | None = None
    CLAMD_URL: str | None = None
    # Who accepted that files are not scanned, until when and why; shown on every file.
    SCANNER_EXCEPTION: str = ""
    # Files that are looked at while somebody waits: fewer than there are web workers.
    LOOKS_AT_ONCE: int = 2
    # Another address of the tracker, for files alone: the session's cookie never goes there.
    FILES_URL: Annotated[str, BeforeValidator(_without_slash)] = ""
    OFFICE_TELEPHONE: str = "020 7271 2492"
    # Each is shown only where it is set: out of hours, and for journalists.
    OUT_OF_HOURS_TELEPHONE: str = ""
    PRESS_TELEPHONE: str = ""
    # Support lines whose numbers the office has checked, by their names in support_lines.py, each
    # with the day: victim-support:2026-12-01,samaritans:2026-12-01.
    SUPPORT_LINES_CHECKED: Annotated[str, AfterValidator(_with_days)] = ""
    # Of the privacy page; each that is not set is said to be not settled yet.
    DATA_PROTECTION_OFFICER: str = ""
    DATA_LAWFUL_BASIS: str = ""
    DATA_KEPT_FOR: str = ""
    OFFICE_NAME: str = "Attorney General’s Office"
    OFFICE_ADDRESS: str = ""
    OFFICE_LOGO: str = ""
    LETTERS_SIGNED_BY: str = ""
    LETTERS_SIGNED_AS: str = "Unduly lenient sentence team"
    PUBLIC_URL: Annotated[str, BeforeValidator(_without_slash)] = "http://127.0.0.1:8000"
    # Where the pages of staff are, when not at PUBLIC_URL: each host then has its own pages alone.
    STAFF_URL: Annotated[str, BeforeValidator(_without_slash)] = ""
    MAIL_DIRECTORY: str = Field(default_factory=lambda given: _kept(given, "mail"))
    # Where the public's requests are kept while the database is away, and the keys that encrypt
    # them, the newest first, where those are not to be SECRET_KEY's. Empty, nothing is kept.
    OUTAGE_DIRECTORY: str | None = Field(
        default_factory=lambda given: (
            None if given.get("environment") == "testing" else _kept(given, "outage")
        )
    )
    OUTAGE_KEY: str = ""
    DRAFT_HOURS: int = 24
    # How long what people think of the service is kept: the privacy page says it.
    FEEDBACK_DAYS: int = Field(default=365, ge=1)
    # Whom to tell of a weakness, as security.txt says it: mailto:… or https://…
    SECURITY_CONTACT: str = ""
    # Working days in which the office aims to say whether a sentence can be reviewed. Whoever asks
    # is told the day; with 0, which production starts with, no day is named.
    ANSWER_WORKING_DAYS: int = Field(
        default_factory=lambda given: 0 if _in_production(given) else 5
    )
    # Office hours in which a person accepts or declines what they were given; then supervisors see
    # on the board that they have not.
    ACCEPT_WITHIN_HOURS: int = Field(default=4, ge=1, le=40)
    # An error that is logged must not carry what a person wrote.
    SQLALCHEMY_ENGINE_OPTIONS: dict[str, object] = Field(default={"hide_parameters": True})
    extra: dict[str, object] = Field(
        default={}, description="further settings of Flask's, by their names"
    )
    secrets_directory: str = Field(default="", description="where files of secrets were read from")

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The keys of SECRET_KEY, the newest first."""
        return tuple(self.SECRET_KEY.split())

    @property
    def second_factor_keys(self) -> tuple[str, ...]:
        """The keys of SECOND_FACTOR_KEY, the newest first; none where SECRET_KEY's are used."""
        return tuple(self.SECOND_FACTOR_KEY.split())

    @property
    def outage_keys(self) -> tuple[str, ...]:
        """The keys of OUTAGE_KEY, the newest first; none where SECRET_KEY's are used."""
        return tuple(self.OUTAGE_KEY.split())

    @property
    def hosts(self) -> list[str] | None:
        """The names that the tracker answers to; None, in development, where it is any."""
        if self.environment != "production":
            return None
        own = [
            urlsplit(each).hostname for each in (self.PUBLIC_URL, self.STAFF_URL, self.FILES_URL)
        ]
        return [each for each in (*own, *self.ALLOWED_HOSTS.replace(",", " ").split()) if each]

    def settings(self) -> dict[str, object]:
        """Return the settings as Flask keeps them, keyed by their capital names."""
        own = {name: getattr(self, name) for name in type(self).model_fields if name.isupper()}
        newest, *older = self.secret_keys
        made = {
            "ENVIRONMENT": self.environment,
            "SECRET_KEY": newest,
            "SECRET_KEY_FALLBACKS": older,
            "WTF_CSRF_SECRET_KEY": [*reversed(older), newest],  # as itsdangerous wants them
            "SECOND_FACTOR_KEY": self.SECOND_FACTOR_KEY or self.SECRET_KEY,
            "OUTAGE_KEY": self.OUTAGE_KEY or self.SECRET_KEY,
            "TRUSTED_HOSTS": self.hosts,
        }
        return own | made | self.extra


def is_command() -> bool:
    """Whether the application is made for a command of `flask`, and not for a server."""
    return os.environ.get("FLASK_RUN_FROM_CLI") == "true"


def from_environment() -> Config:
    """Read the configuration from the environment.

    `ULSS_ENV` is development (the default), testing or production. A variable that is not set is
    read from the file of its name in `SECRETS_DIRECTORY`, where that is set, or where systemd has
    put credentials. Raises `ConfigurationError` when one cannot be read.
    """
    if os.environ.get("ULSS_ENV") == "":
        raise ConfigurationError("ULSS_ENV is '': set it to development, testing or production")
    directory = os.environ.get("SECRETS_DIRECTORY") or os.environ.get("CREDENTIALS_DIRECTORY")
    try:
        return Config(
            _secrets_dir=directory,  # type: ignore[call-arg]  # pydantic-settings' own
            secrets_directory=directory or "",
        )
    except ValidationError as error:
        raise ConfigurationError(_what_to_set(error)) from None


def _what_to_set(error: ValidationError) -> str:
    """Each variable that cannot be read, and why; never its value, but for ULSS_ENV's."""
    said = []
    for each in error.errors(include_input=False):
        name = str(each["loc"][0])
        if name == "ULSS_ENV":
            value = os.environ["ULSS_ENV"]
            said.append(f"ULSS_ENV is '{value}': set it to development, testing or production")
        else:
            said.append(f"{name} cannot be read: {each['msg']}")
    return "; ".join(said)
