"""The environment: what is read from it, and what production refuses to start with."""

from datetime import date
from pathlib import Path

import pytest

from config import DEVELOPMENT_SECRET, ROOT, Config, ConfigurationError, from_environment
from config import table as config_table
from migrations.__main__ import address
from tests.support.tables import pairs, rows
from ulss_tracker.adapters.gate import jail
from ulss_tracker.services.core import support_lines
from ulss_tracker.services.operations import deployment
from ulss_tracker.services.operations.deployment import machine_rules
from ulss_tracker.services.operations.deployment.key_rules import DEFAULT_PASSWORDS
from ulss_tracker.services.operations.lacks import LACKS

SECRET = "k7-Zq3vTn8XwLr0pYb5HsJd2GfMc9KeUa1oBi6"
OLDER = "t1-Nx7bRk4VmQz9eWc2DgYh5SpLa8JfTo3uXi0"
FIT = dict(rows(__file__, "config.fit", str, str)) | {
    "SUPPORT_LINES_CHECKED": ",".join(f"{name}:2026-12-01" for name in support_lines.NUMBERS)
}
WHY = "the gateway does it"
READ = {str(field.validation_alias or name) for name, field in Config.model_fields.items()}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in READ | {"SECRETS_DIRECTORY", "CREDENTIALS_DIRECTORY"}:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch):
    """A function that sets the environment's variables and reads the configuration."""

    def read(**variables: str) -> Config:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        config = from_environment()
        if config.environment == "production":
            deployment.refuse(deployment.of_settings(config))
        return config

    return read


def test_production_refuses_to_start_where_there_is_no_jail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jail, "is_there", lambda: False)
    with pytest.raises(ConfigurationError, match="install bubblewrap"):
        deployment.refuse(deployment.of_jail())
    monkeypatch.setattr(jail, "is_there", lambda: True)
    deployment.refuse(deployment.of_jail())


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


def test_all_that_is_kept_beside_the_database_is_in_the_directory_of_state(given) -> None:
    config = given(STATE_DIRECTORY="/var/lib/tracker")
    assert config.SQLALCHEMY_DATABASE_URI == "sqlite:////var/lib/tracker/tracker.db"
    assert address() == config.SQLALCHEMY_DATABASE_URI
    kept = (config.MAIL_DIRECTORY, config.OUTAGE_DIRECTORY, config.WATCHDOG_FILE)
    assert {place.parent for place in kept} == {Path("/var/lib/tracker")}
    assert Path("/srv/mail") == given(MAIL_DIRECTORY="/srv/mail").MAIL_DIRECTORY


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
    address = f"postgresql://tracker:{password}@127.0.0.1/tracker"
    with pytest.raises(ConfigurationError, match="DATABASE_URL has a default password"):
        given(**(FIT | {"DATABASE_URL": address}))


def test_an_error_never_repeats_the_secret(given) -> None:
    address = "postgresql://tracker:changeme@127.0.0.1/tracker"
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


def test_each_lack_is_refused_unless_somebody_accepted_it_and_for_no_longer(
    given, subtests: pytest.Subtests
) -> None:
    for lack in LACKS:
        with subtests.test(lack.name):
            without = FIT | dict.fromkeys((*lack.settings, "EXCEPTIONS"), "")
            with pytest.raises(ConfigurationError, match=f"{lack.settings[0]}.* is not set") as no:
                given(**without)
            assert ";" not in str(no.value)
            accepted = f"{lack.name}: Jo Smith until 2027-01-31: {WHY}"
            config = given(**without | {"EXCEPTIONS": accepted})
            for day, refused in ((date(2027, 1, 31), []), (date(2027, 2, 1), [lack.title])):
                points = [each for each in deployment.of_settings(config, day) if each.to_do]
                assert [each.name for each in points] == [lack.title]
                assert [each.name for each in points if each.is_refused] == refused
                assert ("Smith accepted this until Sunday 31 January" in points[0].to_do) != (
                    bool(refused)
                )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (f"keys: Jo Smith until 2027-01-31: {WHY}", "keys is none of backups, monitor, off-site"),
        (f"TLS: Jo Smith until 2027-01-31: {WHY}", "EXCEPTIONS cannot be read"),
        (f"scanner: Jo Smith until 31/1/2027: {WHY}", "EXCEPTIONS cannot be read"),
        (f"scanner: Jo Smith until 2027-01-32: {WHY}", "EXCEPTIONS cannot be read"),
        (f"scanner: until 2027-01-31: {WHY}", "EXCEPTIONS cannot be read"),
        ("scanner: Jo Smith until 2027-01-31:", "EXCEPTIONS cannot be read"),
    ],
)
def test_an_exception_has_a_lack_a_name_an_end_and_a_reason(given, written: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        given(**FIT, EXCEPTIONS=written)


def test_production_refuses_texts_and_letters_that_nothing_would_send(given) -> None:
    for lone in ({"NOTIFY_TEXT_TEMPLATE_ID": "a-template"}, {"NOTIFY_POSTAGE": "first"}):
        with pytest.raises(ConfigurationError, match="NOTIFY_API_KEY is not set"):
            given(**FIT, **lone)
    with pytest.raises(ConfigurationError, match="NOTIFY_POSTAGE cannot be read"):
        given(NOTIFY_POSTAGE="third")


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
    assert given(**FIT, SECOND_FACTOR_KEY=OLDER).SECOND_FACTOR_KEY == OLDER


UNFIT = rows(__file__, "config.unfit", pairs, str)
FIT_TOO = rows(__file__, "config.fit_too", pairs)


def test_each_unsafe_shape_is_refused_with_what_to_do(given, monkeypatch, subtests) -> None:
    for changed, said in UNFIT:
        with subtests.test(said), monkeypatch.context():
            with pytest.raises(ConfigurationError, match=said) as refusal:
                given(**(FIT | changed))
            # Nothing else is wrong, and no value of a secret is repeated.
            assert ";" not in str(refusal.value)
            assert not any(each in str(refusal.value) for each in (SECRET, "letmein", "sunshine"))
        for name in changed:
            monkeypatch.delenv(name)
    for (changed,) in FIT_TOO:
        with subtests.test(changed=changed):
            assert given(**(FIT | changed)).environment == "production"
        for name in changed:
            monkeypatch.delenv(name)


@pytest.mark.slow
def test_a_release_is_held_back_until_the_public_is_told_all_and_nothing_is_kept_in_it(
    given,
) -> None:
    def held_back(**changed: str) -> dict[str, str]:
        points = deployment.of_release(given(**(FIT | changed)))
        return {each.name: each.to_do for each in points if each.is_refused}

    assert held_back() == {}
    told = held_back(SUPPORT_LINES_CHECKED="samaritans:2026-12-01, rape:2026-12-01")
    assert "victim-support (0808 1689 111)" in told["Support lines rung"]
    assert "samaritans" not in told["Support lines rung"]
    told = held_back(DATA_LAWFUL_BASIS="")
    assert told == {
        "Privacy notice whole": "Parts of the privacy notice are missing: set DATA_LAWFUL_BASIS"
    }
    told = held_back(STATE_DIRECTORY=str(ROOT / "instance"), OUTAGE_DIRECTORY="/var/lib/outage")
    assert told["State outside the release"].startswith("MAIL_DIRECTORY and WATCHDOG_FILE in")


def test_all_that_is_wrong_is_said_at_once(given) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        given(ULSS_ENV="production")
    for name in ("SECRET_KEY", "SMTP_URL", "CLAMD_URL", "DATABASE_URL", "RATELIMIT", "PUBLIC_URL"):
        assert name in str(refusal.value)


def test_a_secret_is_read_from_the_file_of_its_name(given, tmp_path: Path) -> None:
    without = {name: FIT[name] for name in FIT if name not in {"SECRET_KEY", "DATABASE_URL"}}
    (tmp_path / "SECRET_KEY").write_text(f"{SECRET}\n{OLDER}\n")
    (tmp_path / "DATABASE_URL").write_text(f"{FIT['DATABASE_URL']}\n")
    config = given(**without, SECRETS_DIRECTORY=str(tmp_path))
    assert config.secret_keys == (SECRET, OLDER)
    assert config.SQLALCHEMY_DATABASE_URI.startswith("postgresql+psycopg://tracker:")
    assert config.settings()["SECRET_KEY"] == SECRET
    assert config.settings()["SECRET_KEY_FALLBACKS"] == [OLDER]
    (tmp_path / "DATABASE_URL").chmod(0o600)
    (tmp_path / "SECRET_KEY").chmod(0o644)
    assert "SECRET_KEY can be read by everybody" in machine_rules.secret_files(config)
    for each in tmp_path.iterdir():
        each.chmod(0o600)
    assert machine_rules.secret_files(config) == ""


def test_production_answers_to_its_own_names_alone(given) -> None:
    assert given().hosts is None
    config = given(**FIT, STAFF_URL="https://staff.example.gov.uk", ALLOWED_HOSTS="10.0.0.5, lb")
    assert config.hosts == ["reviews.example.gov.uk", "staff.example.gov.uk", "10.0.0.5", "lb"]


def test_a_clock_that_is_not_synchronised_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_rules, "_clock_state", lambda: 5)
    warned = [each for each in deployment.of_machine(Config()) if each.to_do]
    assert [each.name for each in warned] == ["Clock synchronised", "Retention signed"]
    assert not warned[0].is_refused
    monkeypatch.undo()
    assert machine_rules._clock_state() in range(6)  # the kernel really answers


def test_a_support_line_that_was_checked_is_named_with_its_day(given) -> None:
    checked = "victim-support:2026-12-01, samaritans:2026-12-02"
    names = given(SUPPORT_LINES_CHECKED=checked).SUPPORT_LINES_CHECKED
    assert names == ("victim-support", "samaritans")
    for wrong in ("victim-support", "rape:2026-13-01", "wales:yesterday"):
        with pytest.raises(ConfigurationError, match="SUPPORT_LINES_CHECKED"):
            given(SUPPORT_LINES_CHECKED=wrong)


def test_the_document_has_the_table_of_the_settings() -> None:
    lines = "\n".join(config_table())
    assert f"\n{lines}\n" in (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    assert "| `SMTP_URL` |" in lines
