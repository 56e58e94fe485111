"""The environment: what is read from it, and what production refuses to start with."""

from pathlib import Path

import pytest

from config import (
    DEFAULT_PASSWORDS,
    DEVELOPMENT_SECRET,
    Config,
    ConfigurationError,
    from_environment,
)

SECRET = "k7-" + "x9Qr" * 10
FIT = {
    "ULSS_ENV": "production",
    "SECRET_KEY": SECRET,
    "DATABASE_URL": "postgresql://tracker:a-password-of-its-own@db.example.gov.uk/tracker",
    "SMTP_URL": "smtp://mail.example.gov.uk",
    "MAIL_FROM": "reviews@office.example.gov.uk",
    "DUTY_EMAIL": "duty-lawyer@office.example.gov.uk",
    "PUBLIC_URL": "https://reviews.example.gov.uk",
    "CLAMD_URL": "unix:///run/clamav/clamd.ctl",
}
READ = [
    *FIT,
    "NOTIFY_API_KEY",
    "NOTIFY_TEXT_TEMPLATE_ID",
    "FLASK_DEBUG",
    "RATELIMIT_STORAGE_URI",
    "TRUSTED_PROXIES",
    "SCANNER_EXCEPTION",
    "SECOND_FACTOR",
    "SECOND_FACTOR_KEY",
]


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in READ:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch):
    """A function that sets the environment's variables and reads the configuration."""

    def read(**variables: str) -> Config:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return from_environment()

    return read


def test_with_nothing_set_it_is_development_on_sqlite(given) -> None:
    config = given()
    assert config.environment == "development"
    assert config.SQLALCHEMY_DATABASE_URI.startswith("sqlite:///")
    assert Path(config.SQLALCHEMY_DATABASE_URI.removeprefix("sqlite:///")).parts[-2:] == (
        "instance",
        "tracker.db",
    )
    assert not config.DEBUG
    assert not config.TESTING


def test_production_starts_when_it_is_fit(given) -> None:
    config = given(**FIT)
    assert config.environment == "production"
    assert config.SESSION_COOKIE_SECURE
    assert config.SESSION_COOKIE_HTTPONLY
    assert config.SESSION_COOKIE_SAMESITE == "Lax"
    assert config.SESSION_COOKIE_NAME.startswith("__Host-")
    assert not config.DEBUG


@pytest.mark.parametrize("secret", ["", DEVELOPMENT_SECRET, "short", SECRET[:31]])
def test_production_refuses_a_missing_default_or_short_secret_key(given, secret: str) -> None:
    with pytest.raises(ConfigurationError, match="SECRET_KEY"):
        given(**(FIT | {"SECRET_KEY": secret}))


@pytest.mark.parametrize("password", sorted({*DEFAULT_PASSWORDS, "POSTGRES", "Password"}))
def test_production_refuses_a_default_database_password(given, password: str) -> None:
    address = f"postgresql://tracker:{password}@db.example.gov.uk/tracker"
    with pytest.raises(ConfigurationError, match="DATABASE_URL has a default password"):
        given(**(FIT | {"DATABASE_URL": address}))


def test_an_error_never_repeats_the_secret(given) -> None:
    address = "postgresql://tracker:changeme@db.example.gov.uk/tracker"
    with pytest.raises(ConfigurationError) as refusal:
        given(**(FIT | {"DATABASE_URL": address}))
    assert "changeme" not in str(refusal.value)
    with pytest.raises(ConfigurationError) as refusal:
        given(**(FIT | {"SECRET_KEY": "too-short-a-secret"}))
    assert "too-short-a-secret" not in str(refusal.value)


@pytest.mark.parametrize("value", ["1", "true", "True", "yes", "on"])
def test_production_refuses_debug(given, value: str) -> None:
    with pytest.raises(ConfigurationError, match="Debug is on"):
        given(**FIT, FLASK_DEBUG=value)


@pytest.mark.parametrize("missing", ["SMTP_URL", "MAIL_FROM", "DUTY_EMAIL", "PUBLIC_URL"])
def test_production_refuses_to_start_unable_to_tell_anyone(
    given, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    with pytest.raises(ConfigurationError, match=missing):
        given(**{name: value for name, value in FIT.items() if name != missing})


def test_production_refuses_to_take_files_unscanned_without_a_written_exception(given) -> None:
    unscanned = {**FIT, "CLAMD_URL": ""}
    for exception in ("", "none"):
        with pytest.raises(ConfigurationError, match="SCANNER_EXCEPTION"):
            given(**unscanned, SCANNER_EXCEPTION=exception)
    written = "Accepted by the head of security until 1 March 2027: scanned by the mail gateway"
    assert written == given(**unscanned, SCANNER_EXCEPTION=written).SCANNER_EXCEPTION


def test_production_refuses_texts_that_nothing_would_send(given) -> None:
    with pytest.raises(ConfigurationError, match="NOTIFY_API_KEY is not set"):
        given(**FIT, NOTIFY_TEXT_TEMPLATE_ID="a-template")


@pytest.mark.parametrize("name", ["", "prod", "Production", "staging"])
def test_an_unknown_environment_is_refused_by_name(given, name: str) -> None:
    with pytest.raises(ConfigurationError, match="ULSS_ENV is '"):
        given(ULSS_ENV=name)


def test_a_variable_that_cannot_be_read_is_named_without_its_value(given) -> None:
    with pytest.raises(ConfigurationError, match="DRAFT_HOURS cannot be read") as refusal:
        given(DRAFT_HOURS="all day")
    assert "all day" not in str(refusal.value)


def test_an_empty_variable_counts_as_not_set(given) -> None:
    assert given(SMTP_URL="", DRAFT_HOURS="", OFFICE_NAME="").OFFICE_NAME == Config().OFFICE_NAME


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_postgresql_address_is_read_in_every_usual_form(given, scheme: str) -> None:
    config = given(DATABASE_URL=f"{scheme}://tracker@db/tracker")
    assert config.SQLALCHEMY_DATABASE_URI == "postgresql+psycopg://tracker@db/tracker"


def test_settings_are_flasks_own_names_and_nothing_else_of_ours() -> None:
    settings = Config(extra={"WTF_CSRF_SSL_STRICT": False}).settings()
    assert settings["ENVIRONMENT"] == "development"
    assert settings["WTF_CSRF_SSL_STRICT"] is False
    assert all(name.isupper() for name in settings)


def test_a_cookie_outlasts_a_draft() -> None:
    assert Config().PERMANENT_SESSION_LIFETIME > Config().DRAFT_HOURS * 60 * 60


def test_the_second_factor_is_on_in_production_alone(given) -> None:
    assert not given().SECOND_FACTOR
    assert not Config(environment="testing").SECOND_FACTOR
    assert given(**FIT).SECOND_FACTOR


def test_production_refuses_to_start_without_the_second_factor(given) -> None:
    with pytest.raises(ConfigurationError, match="SECOND_FACTOR is off"):
        given(**FIT, SECOND_FACTOR="false")
    with pytest.raises(ConfigurationError, match="SECOND_FACTOR_KEY is too short"):
        given(**FIT, SECOND_FACTOR="true", SECOND_FACTOR_KEY="short")
    assert given(**FIT, SECOND_FACTOR_KEY=SECRET).SECOND_FACTOR_KEY == SECRET
