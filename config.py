"""The settings, read once from the environment. Nothing of the tracker's own is imported here.

Each is declared once, with what docs/production.md says of it (`table`), and has its variable's
name, also in `app.config`.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

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


def _parted(separators: str) -> BeforeValidator:
    """Read the parts of a variable that has these between them."""

    def parts(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return tuple(filter(None, (part.strip() for part in re.split(separators, value))))

    return BeforeValidator(parts)


def _checked_lines(value: Any) -> Any:
    """Read the names of `name:2026-12-01,name:2026-12-01`. Raises ValueError without a day."""
    if not isinstance(value, str):
        return value
    lines = [part.strip().rpartition(":") for part in value.split(",") if part.strip()]
    for _name, _, day in lines:
        date.fromisoformat(day)
    return tuple(name for name, _, _ in lines)


class WrittenException(BaseModel):
    """Who accepted in writing that something is lacking here, until which day and why."""

    model_config = ConfigDict(frozen=True)

    lack: str
    by: str
    until_on: date
    reason: str


_EXCEPTION = re.compile(
    r"(?P<lack>[a-z -]+): (?P<by>\S.{2,}?) until (?P<until_on>\d{4}-\d\d-\d\d): (?P<reason>.{10,})"
)


def _exceptions(value: Any) -> Any:
    """Read `scanner: Jo Smith until 2027-01-31: the gateway scans; ...`. Raises ValueError."""
    if not isinstance(value, str):
        return value
    written = [_EXCEPTION.fullmatch(part.strip()) for part in value.split(";") if part.strip()]
    if None in written:
        raise ValueError("each is `LACK: NAME until 2027-01-31: REASON`, with semicolons between")
    return tuple(WrittenException.model_validate(match.groupdict()) for match in written if match)


def _in_production(given: dict[str, Any]) -> bool:
    return given.get("environment") == "production"


def _kept(given: dict[str, Any], name: str) -> Path:
    """The path of what is kept by this name in the directory of state."""
    return Path(given["STATE_DIRECTORY"]) / name


Address = Annotated[str, BeforeValidator(_without_slash)]
Words = Annotated[tuple[str, ...], NoDecode, _parted(r"[,\s]+")]
Lines = Annotated[tuple[str, ...], NoDecode, _parted(";")]
Paths = Annotated[tuple[Path, ...], NoDecode, _parted(",")]
Checked = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_checked_lines)]
Exceptions = Annotated[tuple[WrittenException, ...], NoDecode, BeforeValidator(_exceptions)]


class Office(BaseModel):
    """The settings that services need: the office's details, its mail, its copies and limits."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, use_attribute_docstrings=True)

    environment: Literal["development", "testing", "production"] = Field(
        default="development", validation_alias="ULSS_ENV"
    )
    """`production` refuses to start with what `deploy check` refuses."""
    STATE_DIRECTORY: Path = ROOT / "instance"
    """Where all is kept that is not in the database: a directory outside the release, whose place
    another takes."""
    SQLALCHEMY_DATABASE_URI: Annotated[str, BeforeValidator(_with_psycopg)] = Field(
        default_factory=lambda given: f"sqlite:///{_kept(given, 'tracker.db')}",
        validation_alias="DATABASE_URL",
    )
    """`postgresql://user:password@host/name?sslmode=verify-full`, with the runtime role
    (operations.md)."""

    # The public's pages
    PUBLIC_URL: Address = "http://127.0.0.1:8000"
    """The address of the public pages, used in emails."""
    STAFF_URL: Address = ""
    """The address of the staff's pages, where they have a host of their own: each host then has its
    own pages alone."""
    OFFICE_TELEPHONE: str = "020 7271 2492"
    """The number on every public page."""
    OUT_OF_HOURS_TELEPHONE: str = ""
    """Shown for a last day that is near, where no shift of the duty rota gives a number
    (supervision.md)."""
    PRESS_TELEPHONE: str = ""
    """Shown to journalists where it is set."""
    SUPPORT_LINES_CHECKED: Checked = ()
    """The support lines whose numbers you have rung, each with the day:
    `victim-support:2026-12-01,samaritans:2026-12-01`. No other is shown (asking.md)."""
    DATA_PROTECTION_OFFICER: str = ""
    """A part of the privacy page."""
    DATA_LAWFUL_BASIS: str = ""
    """A part of the privacy page."""
    DRAFT_HOURS: int = 24
    """How long an unfinished request is kept."""
    ANSWER_WORKING_DAYS: int = Field(
        default_factory=lambda given: 0 if _in_production(given) else 5
    )
    """Working days in which you aim to say whether a sentence can be reviewed; 0, with which
    production starts, names no day."""
    ACCEPT_WITHIN_HOURS: int = Field(default=4, ge=1, le=40)
    """Office hours in which somebody accepts or declines work, before supervisors see that they
    have not."""
    OUTAGE_DIRECTORY: Path | None = Field(
        default_factory=lambda given: (
            None if given.get("environment") == "testing" else _kept(given, "outage")
        )
    )
    """Where the public's requests are kept while the database is away (operations.md)."""
    OUTAGE_KEY: str = ""
    """Keys of 32 or more random characters that encrypt them, the newest first; `SECRET_KEY`'s
    unless set."""

    # Letters
    OFFICE_NAME: str = "Attorney General’s Office"
    """The head of every letter."""
    OFFICE_ADDRESS: Lines = ()
    """The lines below it, with semicolons between."""
    OFFICE_LOGO: Path | None = None
    """A PNG file beside it."""
    LETTERS_SIGNED_BY: str = ""
    """Who signs letters."""
    LETTERS_SIGNED_AS: str = "Unduly lenient sentence team"
    """What they are."""

    # Messages (messaging.md)
    SMTP_URL: str | None = None
    """The mail server (messaging.md)."""
    MAIL_A_MINUTE: int | None = Field(default=None, ge=1)
    """The most emails a minute that it takes (Microsoft 365: 30); unset, as fast as it takes
    them."""
    MAIL_FROM: str = "sentence-reviews@example.gov.uk"
    """The sender of emails."""
    NEUTRAL_MAIL_FROM: str = ""
    """The sender of emails that somebody else may see, which says nothing of this office;
    `MAIL_FROM` unless set."""
    DUTY_EMAIL: str = "duty@example.gov.uk"
    """The office's shared address for alarms."""
    MAIL_DIRECTORY: Path = Field(default_factory=lambda given: _kept(given, "mail"))
    """Where emails are written where nothing sends them."""
    NOTIFY_API_KEY: str | None = None
    """GOV.UK Notify, not `SMTP_URL`."""
    NOTIFY_TEMPLATE_ID: str = ""
    """Its template of emails."""
    NOTIFY_FILE_TEMPLATE_ID: str = ""
    """Of emails with a file."""
    NOTIFY_TEXT_TEMPLATE_ID: str = ""
    """Of texts; none go without it."""
    NOTIFY_POSTAGE: Literal["first", "second"] | None = None
    """The class by which it posts letters, `first` or `second`; unset, staff post them."""
    NOTIFY_URL: str | None = None
    """Its address, where it is another."""

    # The mailbox (mailbox.md)
    IMAP_URL: str | None = None
    """The mailbox that requests come to (mailbox.md)."""
    IMAP_TOKEN_FILE: Path | None = None
    """Signs in by a token, which the tracker asks for (mailbox.md)."""
    IMAP_TAKEN_FOLDER: str = "Taken"
    """Where messages taken are moved."""
    MAILBOX_AUTHENTICATED_BY: str = ""
    """The name of your mail server in its Authentication-Results."""

    # Files (files.md)
    CLAMD_URL: str | None = None
    """The virus scanner (files.md)."""
    LOOKS_AT_ONCE: int = 2
    """Files looked at at once, fewer than there are web workers."""
    GATE_JAIL: Path | None = None
    """The socket of the jail that files and messages are opened in; unset, bubblewrap makes one
    (files.md)."""

    FILES_STORE: Literal["database", "object-store"] = "database"
    """Where files are kept (files.md)."""
    OBJECT_STORE_URL: Address = ""
    """The object store (S3)."""
    OBJECT_STORE_REGION: str = "eu-west-2"
    """Its region."""
    OBJECT_STORE_BUCKET: str = ""
    """Its bucket, for this tracker alone."""
    OBJECT_STORE_KEY_ID: str = ""
    """The sign-in; unset, the platform's role."""
    OBJECT_STORE_SECRET: str = ""
    """Its secret."""
    FILES_KEY: str = ""
    """Keys that encrypt them, as those of `SECRET_KEY`; an old one stays while files need it."""

    # Backups, and the proof that nobody changed the history (operations.md)
    BACKUP_DIRECTORY: Path | None = None
    """Where backups are kept."""
    BACKUP_MINUTES: int = 5
    """How often one is due."""
    BACKUP_DAYS: int = Field(default=35, ge=3, le=35)
    """For so many days backups are kept, and what was erased with them."""
    BACKUP_RECIPIENTS: Words = ()
    """Public keys of age that they are encrypted for."""
    BACKUP_IDENTITY_FILE: Path | None = None
    """The private key's file."""
    OFFSITE_FILE: Path | None = None
    """A file that the machine off the site touches after each whole copy of the backups; its age is
    watched."""
    CHECKPOINT_FILE: Path | None = None
    """The file that checkpoints of the history are appended to."""
    CHECKPOINT_KEY_FILE: Path | None = None
    """The private key that signs them (Ed25519, PEM)."""
    CHECKPOINT_PUBLIC_KEYS: Paths = ()
    """Files of further public keys that they may be signed with."""
    CHECKPOINT_EMAILS: Words = ()
    """Whom they are sent to daily."""
    TIMESTAMP_URL: str | None = None
    """The authority that stamps their time (RFC 3161)."""
    TIMESTAMP_CA_FILE: Path | None = None
    """Its certificate."""

    # What watches, and what is asked of others (jobs.md)
    WATCHDOG_EMAIL: str = Field(default_factory=lambda given: str(given.get("DUTY_EMAIL", "")))
    """Who hears that the tracker has stopped; `DUTY_EMAIL` unless set (jobs.md)."""
    WATCHDOG_FILE: Path = Field(default_factory=lambda given: _kept(given, "watchdog.json"))
    """What the watchdog told when."""
    WATCHDOG_REPORT_FILE: Path | None = None
    """A file it reports to, past the mail server."""
    WATCHDOG_REPORT_URL: str | None = None
    """An address, the same."""
    HEARTBEAT_FILE: Path | None = None
    """A file touched while the jobs run."""
    HEARTBEAT_URL: str | None = None
    """An address asked while they run."""
    RATELIMIT_STORAGE_URI: str = "memory://"
    """`rediss://host/0` where several workers serve."""
    EXCEPTIONS: Exceptions = ()
    """Who accepted what this installation lacks, until when and why: `scanner: Jo Smith until
    2027-01-31: the gateway scans`, with semicolons between. Administrators see each ("Jobs")."""
    BANK_HOLIDAYS_URL: str | None = None
    """`https://www.gov.uk/bank-holidays.json`, where the network allows it: a difference is
    proposed to the law desk."""
    KNOWN_PASSWORDS_URL: Address = ""
    """A service of leaked passwords, asked by the start of a hash (signing-in.md)."""

    def exception(self, lack: str) -> WrittenException | None:
        """Who accepted this lack; None where nobody did."""
        return next((written for written in self.EXCEPTIONS if written.lack == lack), None)

    @property
    def staff_url(self) -> str:
        """Where the staff's pages are, which is where the public's are unless it is set."""
        return self.STAFF_URL or self.PUBLIC_URL

    @property
    def checkpoint_keys(self) -> tuple[Path, ...]:
        """The files of every key that a checkpoint may be signed with."""
        own = (self.CHECKPOINT_KEY_FILE,) if self.CHECKPOINT_KEY_FILE else ()
        return (*own, *self.CHECKPOINT_PUBLIC_KEYS)

    @property
    def database_key(self) -> str:
        """A hash that tells this tracker from others on the machine."""
        return hashlib.sha256(self.SQLALCHEMY_DATABASE_URI.encode()).hexdigest()[:16]

    @property
    def sends_email(self) -> bool:
        """Whether emails leave the machine; otherwise they are files, and on a page of staff's."""
        return bool(self.NOTIFY_API_KEY or self.SMTP_URL)

    @property
    def sends_texts(self) -> bool:
        """Whether text messages can be sent: by GOV.UK Notify alone, with a template for them."""
        return bool(self.NOTIFY_API_KEY and self.NOTIFY_TEXT_TEMPLATE_ID)

    @property
    def posts_letters(self) -> bool:
        """Whether GOV.UK Notify prints and posts the letters that may go by post."""
        return bool(self.NOTIFY_API_KEY and self.NOTIFY_POSTAGE)

    def sender_of(self, *, is_neutral: bool) -> str:
        """The sender of an email; of a neutral one, that which says nothing, where one is set."""
        return self.NEUTRAL_MAIL_FROM if is_neutral and self.NEUTRAL_MAIL_FROM else self.MAIL_FROM

    def reaches(self, address: str) -> bool:
        """Whether email can go there: GOV.UK Notify takes only plain letters before the @."""
        return address.rpartition("@")[0].isascii() or not self.NOTIFY_API_KEY

    @property
    def mail_domain(self) -> str:
        """The part of MAIL_FROM after the @, which every message's own name ends in."""
        return self.MAIL_FROM.rpartition("@")[2].strip(" >") or "localhost"


class Config(Office, BaseSettings):
    """The settings of the application where it runs. An empty variable counts as not set."""

    model_config = SettingsConfigDict(
        case_sensitive=True,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,  # a value may be a secret
        populate_by_name=True,
        use_attribute_docstrings=True,
    )

    # Signing in (signing-in.md)
    SECRET_KEY: str = DEVELOPMENT_SECRET
    """32 or more random characters; several keys with blanks between, the newest first."""
    SECOND_FACTOR: bool = Field(default_factory=_in_production)
    """Whether staff sign in with a second factor: in production they do."""
    SECOND_FACTOR_KEY: str = ""
    """Keys, as those of `SECRET_KEY`, for the authenticator apps' secrets; `SECRET_KEY`'s unless
    set (signing-in.md)."""
    PASSKEY_URL: Address = ""
    """Where staff open the tracker, if that is not `PUBLIC_URL`."""
    OIDC_ISSUER: Address = ""
    """The office's own provider of identities (signing-in.md)."""
    OIDC_CLIENT_ID: str = ""
    """What the tracker is to it."""
    OIDC_CLIENT_SECRET: str = ""
    """And its secret."""
    OIDC_NAME: str = "your office account"
    """Its name on the button."""
    OIDC_SECOND_FACTOR: str = ""
    """The values of acr or amr that count as a second factor."""
    OIDC_LONGEST: int = Field(default=12, ge=0, le=24)
    """Hours after which it must ask who somebody is again; 0 where it does not say."""

    # Serving
    ALLOWED_HOSTS: str = ""
    """Further names that the tracker answers to, with commas between, besides those of
    `PUBLIC_URL`, `STAFF_URL` and `FILES_URL`."""
    FILES_URL: Address = ""
    """A second host name of the tracker, for files alone (files.md)."""
    TRUSTED_PROXIES: int = 0
    """How many proxies stand in front."""
    WEB_WORKERS: int = 0
    """Processes that answer pages; 0: twice the processors and one."""
    DRAIN_SECONDS: int = Field(default_factory=lambda given: 5 if _in_production(given) else 0)
    """How long it still answers once told to stop, while `/ready` says so: longer than a balancer
    takes to notice; 5 in production."""
    SQLITE_IN_PRODUCTION: bool = False
    """`yes` where SQLite is to serve an office all the same."""
    STATEMENT_SECONDS: int = 50
    """After how many seconds PostgreSQL ends a statement."""
    LOCK_SECONDS: int = 20
    """And either database a wait for a lock."""
    DRILL_DATABASE_URL: Annotated[str, BeforeValidator(_with_psycopg)] = ""
    """Where a drill of the backups may make its database."""
    METRICS_TOKEN: str = ""
    """32 or more random characters that a monitor sends to read `/metrics` (`Authorization: Bearer
    …`); unset, nobody reads it."""
    SECURITY_CONTACT: str = ""
    """Whom to tell of a weakness, as security.txt says it: `mailto:…`, `https://…`."""

    # Flask's own, and its extensions'
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
    # An error that is logged must not carry what a person wrote.
    SQLALCHEMY_ENGINE_OPTIONS: dict[str, object] = {"hide_parameters": True}
    extra: dict[str, object] = {}
    secrets_directory: str = ""

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


def table() -> Iterator[str]:
    """The lines of the table of docs/production.md: each setting that is for an office to set."""
    yield "| name | what it is | unless set |"
    yield "|---|---|---|"
    for name, field in Config.model_fields.items():
        if field.description:
            variable = field.validation_alias or name
            words = " ".join(field.description.split())
            yield f"| `{variable}` | {words} | {_unless_set(name)} |"


def _unless_set(name: str) -> str:
    default = Config.model_fields[name].default
    if isinstance(default, str | int) and default != "" and name != "SECRET_KEY":
        return f"`{str(default).lower() if isinstance(default, bool) else default}`"
    return ""
