"""The office's details that services need: set once, when the application starts."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from config import ROOT
from ulss_tracker.adapters.mail.notify_delivery import LARGEST_FILE


class FileGoes(StrEnum):
    """How a file goes with an email."""

    WITH_THE_EMAIL = "with the email"
    BY_A_LINK = "by a link"
    NOT = "not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The office's addresses and limits. The defaults serve a laptop with nothing set up.

    `public_url` is where the public pages are, without a slash at the end, and `staff_url` where
    those of staff are, which is the same unless it is set. With `notify_api_key`
    emails go by GOV.UK Notify, with their files by `notify_file_template_id` alone, else by
    `smtp_url`; with neither they are written to files in `mail_directory`. Texts go by Notify with
    `notify_text_template_id`, or not at all. Without `clamd_url` nothing is scanned, which in
    production needs a written `scanner_exception`, shown on every file. While somebody waits, so
    many files as `looks_at_once` are looked at; `database_key` tells this tracker from others on
    the machine. The mailbox at `imap_url` is fetched, with the token in `imap_token_file` where one
    is set, and what is taken is moved to `imap_taken_folder`. Messages about no request are kept
    for `mailbox_question_days`, unwanted and automatic ones for `mailbox_unwanted_days`. Backups
    are encrypted for the public keys `backup_recipients`, whose private key is in
    `backup_identity_file`, and kept in `backup_directory`, where one is due every
    `backup_minutes`. Checkpoints of the history are signed with the private key in
    `checkpoint_key_file`, appended to `checkpoint_file`, sent once a day to `checkpoint_emails` and
    stamped by the authority at `timestamp_url`, whose certificate is in `timestamp_ca_file`;
    `checkpoint_public_keys` are the files of keys that they may be signed with. The watchdog writes
    to `watchdog_email`, which is the duty person's unless it is set, keeps in `watchdog_file` what
    it told when, and reports past the mail server to `watchdog_report_file` and
    `watchdog_report_url`.
    While the database is away, requests are kept in `outage_directory`, encrypted with
    `outage_key`.
    `out_of_hours_telephone` and `press_telephone` are shown where they are set, and so are the
    data protection officer, the lawful basis and how long requests are kept. The public sees the
    support lines in `support_lines_checked` alone: this office has rung their numbers.
    What somebody else may see in a mailbox comes from `neutral_mail_from`, where it is set.
    A new password is asked of the service of leaked ones at `known_passwords_url`, where set.
    What people think of the service is kept for `feedback_days`.
    Whoever asks is told that they hear within `answer_working_days`; 0 names no day.
    Letters are headed with `name`, `address` and `logo` (a PNG file), and signed by
    `letters_signed_by`, who is what `letters_signed_as` says.
    """

    public_url: str = "http://127.0.0.1:8000"
    staff_url: str = "http://127.0.0.1:8000"
    telephone: str = "020 7271 2492"
    out_of_hours_telephone: str = ""
    press_telephone: str = ""
    support_lines_checked: tuple[str, ...] = ()
    data_protection_officer: str = ""
    data_lawful_basis: str = ""
    data_kept_for: str = ""
    mail_from: str = "sentence-reviews@example.gov.uk"
    neutral_mail_from: str = ""
    duty_email: str = "duty@example.gov.uk"
    smtp_url: str | None = None
    notify_api_key: str | None = None
    notify_template_id: str = ""
    notify_file_template_id: str = ""
    notify_text_template_id: str = ""
    notify_url: str | None = None
    mail_directory: Path = ROOT / "instance" / "mail"
    clamd_url: str | None = None
    backup_recipients: tuple[str, ...] = ()
    backup_identity_file: Path | None = None
    backup_directory: Path | None = None
    backup_minutes: int = 5
    checkpoint_file: Path | None = None
    checkpoint_key_file: Path | None = None
    checkpoint_public_keys: tuple[Path, ...] = ()
    checkpoint_emails: tuple[str, ...] = ()
    timestamp_url: str | None = None
    timestamp_ca_file: Path | None = None
    bank_holidays_url: str | None = None
    known_passwords_url: str = ""
    imap_url: str | None = None
    imap_token_file: Path | None = None
    imap_taken_folder: str = "Taken"
    mailbox_unwanted_days: int = 30
    mailbox_question_days: int = 365
    scanner_exception: str = ""
    looks_at_once: int = 2
    database_key: str = "none"
    outage_directory: Path | None = None
    outage_key: str = ""
    draft_hours: int = 24
    feedback_days: int = 365
    answer_working_days: int = 0
    accept_within_hours: int = 4
    watchdog_email: str = "duty@example.gov.uk"
    watchdog_file: Path = ROOT / "instance" / "watchdog.json"
    heartbeat_file: Path | None = None
    heartbeat_url: str | None = None
    watchdog_report_file: Path | None = None
    watchdog_report_url: str | None = None
    name: str = "Attorney General’s Office"
    address: tuple[str, ...] = ()
    letters_signed_by: str = ""
    letters_signed_as: str = "Unduly lenient sentence team"
    logo: Path | None = None

    @property
    def sends_email(self) -> bool:
        """Whether emails leave the machine; otherwise they are files, and on a page of staff's."""
        return bool(self.notify_api_key or self.smtp_url)

    @property
    def sends_texts(self) -> bool:
        """Whether text messages can be sent: by GOV.UK Notify alone, with a template for them."""
        return bool(self.notify_api_key and self.notify_text_template_id)

    def how_file_goes(self, size: int) -> FileGoes:
        """How a file of so many bytes goes with an email: by GOV.UK Notify as a link, or not."""
        if not self.notify_api_key:
            return FileGoes.WITH_THE_EMAIL
        fits = size <= LARGEST_FILE
        return FileGoes.BY_A_LINK if fits and self.notify_file_template_id else FileGoes.NOT

    def sender_of(self, *, is_neutral: bool) -> str:
        """The sender of an email; of a neutral one, that which says nothing, where one is set."""
        return self.neutral_mail_from if is_neutral and self.neutral_mail_from else self.mail_from

    def reaches(self, address: str) -> bool:
        """Whether email can go there: GOV.UK Notify takes only plain letters before the @."""
        return address.rpartition("@")[0].isascii() or not self.notify_api_key

    @property
    def mail_domain(self) -> str:
        """The part of `mail_from` after the @, which every message's own name ends in."""
        return self.mail_from.rpartition("@")[2].strip(" >") or "localhost"


_SETTINGS = {
    "PUBLIC_URL": "public_url",
    "STAFF_URL": "staff_url",
    "OFFICE_TELEPHONE": "telephone",
    "OUT_OF_HOURS_TELEPHONE": "out_of_hours_telephone",
    "PRESS_TELEPHONE": "press_telephone",
    "DATA_PROTECTION_OFFICER": "data_protection_officer",
    "DATA_LAWFUL_BASIS": "data_lawful_basis",
    "DATA_KEPT_FOR": "data_kept_for",
    "MAIL_FROM": "mail_from",
    "NEUTRAL_MAIL_FROM": "neutral_mail_from",
    "DUTY_EMAIL": "duty_email",
    "WATCHDOG_EMAIL": "watchdog_email",
    "HEARTBEAT_URL": "heartbeat_url",
    "WATCHDOG_REPORT_URL": "watchdog_report_url",
    "BANK_HOLIDAYS_URL": "bank_holidays_url",
    "KNOWN_PASSWORDS_URL": "known_passwords_url",
    "SMTP_URL": "smtp_url",
    "NOTIFY_API_KEY": "notify_api_key",
    "NOTIFY_TEMPLATE_ID": "notify_template_id",
    "NOTIFY_FILE_TEMPLATE_ID": "notify_file_template_id",
    "NOTIFY_TEXT_TEMPLATE_ID": "notify_text_template_id",
    "NOTIFY_URL": "notify_url",
    "CLAMD_URL": "clamd_url",
    "TIMESTAMP_URL": "timestamp_url",
    "IMAP_URL": "imap_url",
    "IMAP_TAKEN_FOLDER": "imap_taken_folder",
    "SCANNER_EXCEPTION": "scanner_exception",
    "OFFICE_NAME": "name",
    "LETTERS_SIGNED_BY": "letters_signed_by",
    "LETTERS_SIGNED_AS": "letters_signed_as",
}
_PATHS = {
    "MAIL_DIRECTORY": "mail_directory",
    "WATCHDOG_FILE": "watchdog_file",
    "HEARTBEAT_FILE": "heartbeat_file",
    "IMAP_TOKEN_FILE": "imap_token_file",
    "BACKUP_IDENTITY_FILE": "backup_identity_file",
    "BACKUP_DIRECTORY": "backup_directory",
    "CHECKPOINT_FILE": "checkpoint_file",
    "CHECKPOINT_KEY_FILE": "checkpoint_key_file",
    "TIMESTAMP_CA_FILE": "timestamp_ca_file",
    "WATCHDOG_REPORT_FILE": "watchdog_report_file",
    "OFFICE_LOGO": "logo",
    "OUTAGE_DIRECTORY": "outage_directory",
}
_NUMBERS = {
    "DRAFT_HOURS": "draft_hours",
    "FEEDBACK_DAYS": "feedback_days",
    "ANSWER_WORKING_DAYS": "answer_working_days",
    "ACCEPT_WITHIN_HOURS": "accept_within_hours",
    "LOOKS_AT_ONCE": "looks_at_once",
    "MAILBOX_UNWANTED_DAYS": "mailbox_unwanted_days",
    "MAILBOX_QUESTION_DAYS": "mailbox_question_days",
    "BACKUP_MINUTES": "backup_minutes",
}

_office = Office()


def configure(settings: Mapping[str, object]) -> Office:
    """Take the office's settings from the application's, by their capital names.

    A setting that is missing or empty keeps its default. Raises ValueError when one that counts
    (`_NUMBERS`) is not a whole number.
    """
    global _office
    given: dict[str, object] = {
        field: str(settings[name]) for name, field in _SETTINGS.items() if settings.get(name)
    }
    if "public_url" in given:
        given["public_url"] = str(given["public_url"]).rstrip("/")
        given.setdefault("staff_url", given["public_url"])
    if "known_passwords_url" in given:
        given["known_passwords_url"] = str(given["known_passwords_url"]).rstrip("/")
    given.setdefault("watchdog_email", given.get("duty_email", "duty@example.gov.uk"))
    for name, field in _PATHS.items():
        if settings.get(name):
            given[field] = Path(str(settings[name]))
    if settings.get("OFFICE_ADDRESS"):
        lines = str(settings["OFFICE_ADDRESS"]).split(";")
        given["address"] = tuple(line.strip() for line in lines if line.strip())
    given["outage_key"] = str(settings.get("OUTAGE_KEY") or "")
    given["support_lines_checked"] = tuple(
        each.rpartition(":")[0] for each in _listed(settings, "SUPPORT_LINES_CHECKED")
    )
    given["backup_recipients"] = _listed(settings, "BACKUP_RECIPIENTS")
    given["checkpoint_emails"] = _listed(settings, "CHECKPOINT_EMAILS")
    own = (given["checkpoint_key_file"],) if "checkpoint_key_file" in given else ()
    public = map(Path, _listed(settings, "CHECKPOINT_PUBLIC_KEYS"))
    given["checkpoint_public_keys"] = (*own, *public)
    for name, field in _NUMBERS.items():
        if settings.get(name):
            given[field] = int(str(settings[name]))
    address = str(settings.get("SQLALCHEMY_DATABASE_URI", ""))
    given["database_key"] = hashlib.sha256(address.encode()).hexdigest()[:16]
    _office = Office(**given)  # type: ignore[arg-type]  # the table above names its fields
    return _office


def _listed(settings: Mapping[str, object], name: str) -> tuple[str, ...]:
    """The parts of a setting that has commas between them."""
    parts = (each.strip() for each in str(settings.get(name) or "").split(","))
    return tuple(each for each in parts if each)


def current() -> Office:
    """The office as it was last configured."""
    return _office
