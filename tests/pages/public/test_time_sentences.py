"""Every sentence about the time limit comes from one table, and none says more than the law does.

Pages, emails, texts, letters and commands are read for each standing, three days after the
sentence, with the six months confirmed and not, in both languages. What is left of a text, once the
table's own sentences are taken out, says nothing of the limit.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache

import pytest
from click.testing import CliRunner
from flask import Flask
from lxml import html
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.law_on_time import six_months
from tests.support.notify_server import TEXT_TEMPLATE_ID, sent_by_notify
from tests.support.public_journey import code_on, date_fields, go_on, go_to, reference_on
from ulss_tracker import clock
from ulss_tracker.cli.deadline import deadline_command
from ulss_tracker.models import LetterKind, Message, Request, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.time.time_sentences import sentences
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.letters.preparing import prepared
from ulss_tracker.services.letters.rendering import to_html
from ulss_tracker.services.letters.subject import LetterSubject
from ulss_tracker.services.messaging import compose, duty_alarms, reminders

pytestmark = pytest.mark.on_sqlite

NOW = datetime(2026, 11, 16, 10, tzinfo=clock.LONDON)
HELPED = {RequesterRole.VICTIM, RequesterRole.BEREAVED_FAMILY, RequesterRole.ON_BEHALF}
DAYS = (20, 40, 200)
LETTERS = (
    LetterKind.ACKNOWLEDGEMENT,
    LetterKind.WHAT_WE_NEED,
    LetterKind.OUT_OF_TIME,
    LetterKind.NOT_IN_SCHEME,
    LetterKind.NOT_REFERRED,
    LetterKind.MP,
    LetterKind.CPS_PAPERS,
)
# Never, to anybody: the table knows of no such thing.
FORBIDDEN = re.compile(
    r"(nobody|no[- ]one) can (make|give|extend|lengthen)|cannot be extended|not for any reason"
    r"|ni all neb (ei |eu )?h?(ymestyn|roi)",
    re.IGNORECASE,
)
PROMISE = re.compile(r"six months|6 months|chwe mis|6 mis\b", re.IGNORECASE)
DENIAL = re.compile(r"too late|out of time|rhy hwyr|allan o amser", re.IGNORECASE)
ABOUT_TIME = re.compile(
    r"28 days|6 months|six months|too late|last day|(?<!no )longer|extend|more time|little time"
    r"|out of time|the time limit is|28 diwrnod|chwe mis|rhy hwyr|diwrnod olaf|ymestyn|mwy o amser"
    r"|rhagor o amser|ychydig o amser|y terfyn amser yw",
    re.IGNORECASE,
)
ASK_ANYWAY = re.compile(r"ask anyway|gofynnwch beth bynnag", re.IGNORECASE)
MAY_BE_LONGER = {"en": "That is not settled", "cy": "Nid yw hynny wedi’i setlo"}
# What speaks of something else: how long a sentence is, and a title that only names a letter.
OF_OTHER_THINGS = ("or that another judge might have passed a longer one", "Last day to apply")
# The label before a day in what is written for staff.
OFFICE_LABEL = re.compile(r"Last day in law:")


@cache
def the_table(language: str) -> tuple[re.Pattern[str], ...]:
    """A pattern for each sentence of the table, the longest first."""
    texts = sorted((each[language] for each in sentences().values()), key=len, reverse=True)
    whole = [each for each in texts if each.endswith(".")]
    return tuple(
        re.compile(".{1,80}?".join(re.escape(part) for part in re.split(r"%\(\w+\)[sd]", each)))
        for each in whole
    )


def plain(markup: str) -> str:
    return " ".join(html.fromstring(markup).text_content().replace("\xa0", " ").split())


def hold(text: str, language: str, where: str) -> None:
    """Hold a text to the table: nothing forbidden, and nothing of the limit from elsewhere."""
    text = " ".join(text.replace("\xa0", " ").split())
    assert not FORBIDDEN.search(text), f"{where}: {FORBIDDEN.search(text)}"
    for sentence in the_table(language):
        text = sentence.sub(" ", text)
    for each in OF_OTHER_THINGS:
        text = text.replace(each, " ")
    found = ABOUT_TIME.search(text)
    assert not found, f"{where}: “{text[max(0, found.start() - 80) : found.end() + 80]}”"


def hold_to_law(text: str, standing: RequesterRole, day: int, *, confirmed: bool) -> None:
    """Hold what one person is told to what the table knows of them."""
    if not confirmed:
        assert not PROMISE.search(text), text
    if not confirmed and standing in HELPED | {RequesterRole.OTHER}:
        assert not DENIAL.search(text), text
    if confirmed and standing in HELPED and day == 40:
        assert PROMISE.search(text) or not DENIAL.search(text), text


def assert_asks_nobody_who_asked(text: str) -> None:
    """Somebody whose request we have is not told to ask: they would wonder whether it arrived."""
    assert not ASK_ANYWAY.search(text), text


@pytest.fixture(params=[False, True], ids=["unconfirmed", "confirmed"])
def confirmed(request: pytest.FixtureRequest) -> Iterator[bool]:
    with six_months(confirmed=request.param):
        yield request.param


@pytest.fixture(params=["en", "cy"])
def language(request: pytest.FixtureRequest, client: CheckedClient) -> str:
    client.get(f"/language/{request.param}", status=302)
    return str(request.param)


@pytest.fixture(autouse=True)
def today(at: Callable[[datetime], None]) -> None:
    at(NOW)


def test_the_pages_for_anybody(client: CheckedClient, language: str, confirmed: bool) -> None:
    for path in ("/", "/information/time-limit", "/information/what-happens-next", "/nothing-here"):
        status = 404 if path == "/nothing-here" else 200
        text = client.get(path, status=status).text
        hold(text, language, path)
        assert bool(PROMISE.search(text)) == (
            confirmed and path in {"/", "/information/time-limit"}
        )


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_the_form_the_status_page_and_the_email(
    client: CheckedClient, language: str, confirmed: bool, day: int, subtests: pytest.Subtests
) -> None:
    on = NOW.date() - timedelta(days=day)
    for standing in RequesterRole:
        with subtests.test(standing=standing):
            answers = {
                "date": date_fields(on),
                "check_date": {"is_right": "yes"},
                "who_you_are": {"standing": standing.value},
            }
            page = go_to(client, "outlook", **answers)
            told = page.text
            hold(told, language, "outlook")
            hold_to_law(told, standing, day, confirmed=confirmed)
            if day == 40 and language == "en":
                in_time = confirmed and standing in HELPED
                assert ("days left" in told) == in_time
            go_on(client, page, "check-answers", **answers)
            page = client.submit(_send(page.document.get("lang") or "en"))
            hold(page.text, language, "sent")
            hold_to_law(page.text, standing, day, confirmed=confirmed)
            assert_asks_nobody_who_asked(page.text)
            reference, code = reference_on(page), code_on(page)
            message = db.session.query(Message).order_by(Message.id.desc()).first()
            assert message is not None
            hold(f"{message.subject} {message.body}", language, "acknowledgement")
            assert_asks_nobody_who_asked(message.body)
            client.get("/status")
            page = client.submit(_follow(language), reference=reference, code=code)
            hold(page.text, language, "status")
            assert_asks_nobody_who_asked(page.text)
            unsettled = MAY_BE_LONGER[language] in page.text
            assert unsettled == (not confirmed and standing in HELPED | {RequesterRole.OTHER})
            hold_to_law(page.text, standing, day, confirmed=confirmed)
            client.post("/request/close", data=_token(client), status=302)


@pytest.mark.parametrize("day", DAYS)
def test_the_letters(app: object, confirmed: bool, day: int, subtests: pytest.Subtests) -> None:
    for standing in RequesterRole:
        review = build.eligible_review(
            sentenced_on=NOW.date() - timedelta(days=day), standing=standing
        )
        for language in ("en", "cy"):
            for kind in LETTERS:
                with subtests.test(standing=standing, kind=kind, language=language):
                    text = _letter(review, review.case.requests[0], kind, language)
                    hold(text, language, kind.value)
                    if kind in {LetterKind.ACKNOWLEDGEMENT, LetterKind.WHAT_WE_NEED}:
                        hold_to_law(text, standing, day, confirmed=confirmed)


@pytest.mark.parametrize("day", DAYS)
def test_the_command(confirmed: bool, day: int) -> None:
    on = NOW.date() - timedelta(days=day)
    for standing in RequesterRole:
        asked = ["--sentenced", on.isoformat(), "--standing", standing.value]
        found = CliRunner().invoke(deadline_command, [*asked, "--received", NOW.isoformat()])
        assert found.exit_code == 0, found.output
        assert not FORBIDDEN.search(found.output)
        if not confirmed and standing in HELPED:
            assert "Out of time" not in found.output


def test_alarms_texts_reminders_and_commands(app: Flask, confirmed: bool) -> None:
    with sent_by_notify(app, NOTIFY_TEXT_TEMPLATE_ID=TEXT_TEMPLATE_ID):
        with transaction():
            duty = build.user(Role.SUPERVISOR)
            duty.mobile = "07700 900123"
        build.on_duty(duty)
        with transaction():
            for standing in RequesterRole:
                for day in (27, *DAYS):
                    on = NOW.date() - timedelta(days=day)
                    build.request(sentenced_on=on, standing=standing)
                    build.eligible_review(sentenced_on=on, standing=standing)
        reminders.remind()  # first: whoever was just called is not reminded of the same
        duty_alarms.raise_due()
        sent = list(db.session.scalars(select(Message)))
    assert {(each.kind, each.by_text) for each in sent} >= {
        (compose.DUTY_TEXT, True),
        (compose.DUTY_ALARM, False),
        (compose.REMINDER, False),
    }
    longer = "It is until" if confirmed else "It may be until"
    alarms = [each.body for each in sent if each.kind == compose.DUTY_ALARM]
    assert any(longer in each for each in alarms)
    for each in sent:
        text = OFFICE_LABEL.sub(" ", f"{each.subject} {each.body}")
        hold(text, each.language, each.kind)
        assert confirmed or not PROMISE.search(text), text
    runner = app.test_cli_runner()
    days = [(NOW.date() - timedelta(days=day)).isoformat() for day in DAYS]
    asked = ("scheme", "check", "--offence", "robbery", "--court", "Leeds", "--sentenced")
    db.session.rollback()
    for arguments in (
        ("clock", "list"),
        ("clock", "list", "--json"),
        *((*asked, day) for day in days),
    ):
        said = runner.invoke(args=arguments)
        assert said.exit_code == 0, said.output
        assert not FORBIDDEN.search(said.output)
        assert not DENIAL.search(said.output)
        assert confirmed or not PROMISE.search(said.output)


def test_office_templates_say_nothing_forbidden() -> None:
    from config import ROOT

    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]
    assert len(files) > 100
    assert [
        str(file.relative_to(ROOT))
        for file in files
        if re.search(r"nobody can (extend|give|make)", file.read_text("utf-8"), re.IGNORECASE)
    ] == []


def _letter(review: Review, request: Request, kind: LetterKind, language: str) -> str:
    subject = LetterSubject(
        kind=kind,
        case=review.case,
        review=review,
        request=request,
        language=language,
        recipient="Ada Brown\n1 High Street",
        words={"why": "It is so.", "body": "We write to you.", "needed": "The court"},
        issued_on=clock.today(),
    )
    return plain(to_html(prepared(subject).values))


def _send(language: str) -> str:
    return "Derbyn ac anfon" if language == "cy" else "Accept and send"


def _follow(language: str) -> str:
    return "Parhau" if language == "cy" else "Continue"


def _token(client: CheckedClient) -> dict[str, str]:
    assert client.page is not None
    field = client.page.select("[name=csrf_token]")[0]
    return {"csrf_token": str(field.get("value"))}
