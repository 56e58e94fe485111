"""The settings, read once from the environment. Nothing of the tracker's own is imported here."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent
DEVELOPMENT_SECRET = "for-development-only-never-in-production"  # noqa: S105 - refused in production
DEFAULT_PASSWORDS = frozenset(
    {"postgres", "password", "changeme", "change-me", "secret", "admin", "ulss", "demo"}
)
SHORTEST_SECRET = 32
SHORTEST_EXCEPTION = 20


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


def _in_production(given: dict[str, Any]) -> bool:
    return given.get("environment") == "production"


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
    SECRET_KEY: str = DEVELOPMENT_SECRET
    # Whether staff sign in with a code besides the password; and the key that keeps the apps'
    # secrets, where that is not to be SECRET_KEY.
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
    # A service that knows leaked passwords by the first five characters of a hash.
    KNOWN_PASSWORDS_URL: Annotated[str, BeforeValidator(_without_slash)] = ""
    SQLALCHEMY_DATABASE_URI: Annotated[str, BeforeValidator(_with_psycopg)] = Field(
        default=f"sqlite:///{ROOT / 'instance' / 'tracker.db'}", validation_alias="DATABASE_URL"
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
    TRUSTED_PROXIES: int = 0
    SMTP_URL: str | None = None
    NOTIFY_API_KEY: str | None = None
    NOTIFY_TEMPLATE_ID: str | None = None
    NOTIFY_FILE_TEMPLATE_ID: str | None = None
    NOTIFY_TEXT_TEMPLATE_ID: str | None = None
    NOTIFY_URL: str | None = None
    MAIL_FROM: str = "sentence-reviews@example.gov.uk"
    DUTY_EMAIL: str = "duty@example.gov.uk"
    WATCHDOG_EMAIL: str | None = None
    WATCHDOG_FILE: str = str(ROOT / "instance" / "watchdog.json")
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
    OFFICE_NAME: str = "Attorney General’s Office"
    OFFICE_ADDRESS: str = ""
    OFFICE_LOGO: str = ""
    LETTERS_SIGNED_BY: str = ""
    LETTERS_SIGNED_AS: str = "Unduly lenient sentence team"
    PUBLIC_URL: Annotated[str, BeforeValidator(_without_slash)] = "http://127.0.0.1:8000"
    MAIL_DIRECTORY: str = str(ROOT / "instance" / "mail")
    DRAFT_HOURS: int = 24
    # Whom to tell of a weakness, as security.txt says it: mailto:… or https://…
    SECURITY_CONTACT: str = ""
    # Working days in which the office aims to say whether a sentence can be reviewed. Whoever asks
    # is told the day; with 0, which production starts with, no day is named.
    ANSWER_WORKING_DAYS: int = Field(
        default_factory=lambda given: 0 if _in_production(given) else 5
    )
    # An error that is logged must not carry what a person wrote.
    SQLALCHEMY_ENGINE_OPTIONS: dict[str, object] = Field(default={"hide_parameters": True})
    extra: dict[str, object] = Field(
        default={}, description="further settings of Flask's, by their names"
    )

    def settings(self) -> dict[str, object]:
        """Return the settings as Flask keeps them, keyed by their capital names."""
        own = {name: getattr(self, name) for name in type(self).model_fields if name.isupper()}
        return own | {"ENVIRONMENT": self.environment} | self.extra


def from_environment() -> Config:
    """Read the configuration from the environment.

    `ULSS_ENV` is development (the default), testing or production. Raises `ConfigurationError`
    when a variable cannot be read, and when production would be unsafe.
    """
    if os.environ.get("ULSS_ENV") == "":
        raise ConfigurationError("ULSS_ENV is '': set it to development, testing or production")
    try:
        config = Config()
    except ValidationError as error:
        raise ConfigurationError(_what_to_set(error)) from None
    if config.environment == "production":
        refuse_if_unsafe(config)
    return config


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


def refuse_if_unsafe(config: Config) -> None:
    """Raise `ConfigurationError` unless `config` is fit for production."""
    if config.SECRET_KEY == DEVELOPMENT_SECRET or len(config.SECRET_KEY) < SHORTEST_SECRET:
        raise ConfigurationError(
            "SECRET_KEY is missing or too short for production: "
            "set it to 32 or more random characters"
        )
    _refuse_without_second_factor(config)
    _refuse_open_provider(config)
    if config.DEBUG:
        raise ConfigurationError("Debug is on: unset FLASK_DEBUG in production")
    if config.NOTIFY_API_KEY and not config.NOTIFY_TEMPLATE_ID:
        raise ConfigurationError("NOTIFY_TEMPLATE_ID is not set: Notify sends by a template")
    if config.NOTIFY_TEXT_TEMPLATE_ID and not config.NOTIFY_API_KEY:
        raise ConfigurationError("NOTIFY_API_KEY is not set: texts go by Notify alone")
    sender = "NOTIFY_API_KEY" if config.NOTIFY_API_KEY else "SMTP_URL"
    for name in (sender, "MAIL_FROM", "DUTY_EMAIL", "PUBLIC_URL"):
        if getattr(config, name) == Config.model_fields[name].default:
            raise ConfigurationError(f"{name} is not set: production must be able to send mail")
    if not config.CLAMD_URL and len(config.SCANNER_EXCEPTION) < SHORTEST_EXCEPTION:
        raise ConfigurationError(
            "CLAMD_URL is not set: files that anybody sends must be scanned for viruses. Set "
            "SCANNER_EXCEPTION to who accepted that they are not, until when and why"
        )
    if config.CHECKPOINT_FILE and not config.CHECKPOINT_KEY_FILE:
        raise ConfigurationError(
            "CHECKPOINT_KEY_FILE is not set: the lines of CHECKPOINT_FILE must be signed"
        )
    password = urlsplit(config.SQLALCHEMY_DATABASE_URI).password
    if password is not None and password.lower() in DEFAULT_PASSWORDS:
        raise ConfigurationError("DATABASE_URL has a default password: give the database its own")


def _refuse_without_second_factor(config: Config) -> None:
    if not config.SECOND_FACTOR:
        raise ConfigurationError(
            "SECOND_FACTOR is off: in production staff sign in with a code besides the password"
        )
    if config.SECOND_FACTOR_KEY and len(config.SECOND_FACTOR_KEY) < SHORTEST_SECRET:
        raise ConfigurationError(
            "SECOND_FACTOR_KEY is too short: set it to 32 or more random characters"
        )


def _refuse_open_provider(config: Config) -> None:
    if not config.OIDC_ISSUER:
        return
    if not config.OIDC_ISSUER.startswith("https://"):
        raise ConfigurationError("OIDC_ISSUER must begin with https://: who signs in depends on it")
    for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"):
        if not getattr(config, name):
            raise ConfigurationError(f"{name} is not set: OIDC_ISSUER needs it")
