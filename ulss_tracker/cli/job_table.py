"""Every job, how often it runs and the function that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from ulss_tracker.models import AskKind
from ulss_tracker.services.assessment.reassessing import reassess
from ulss_tracker.services.cases import campaigns
from ulss_tracker.services.correspondence import fetching, retention
from ulss_tracker.services.deadlines import reconcile
from ulss_tracker.services.files import (
    integrity,
    moving,
    paper_readings,
    safe_copies,
    upload_limits,
)
from ulss_tracker.services.history import request_versions
from ulss_tracker.services.information_rights import rights_requests
from ulss_tracker.services.law import bank_holidays, following, rehearsals
from ulss_tracker.services.letters import batch_run, sample_texts
from ulss_tracker.services.messaging import (
    checkpoint_mail,
    delivery,
    duty_alarms,
    queue,
    reminders,
    stopped_texts,
)
from ulss_tracker.services.operations import checkpoints, stamping, watchdog
from ulss_tracker.services.operations.watchdog import REMINDERS_JOB
from ulss_tracker.services.people import kept_forms
from ulss_tracker.services.protection import access_records, deferred_asks, search_words
from ulss_tracker.services.referral import appeal_time, bundle_making, redactions
from ulss_tracker.services.requests import (
    contact_change_calls,
    draft_expiry,
    feedback,
    outage,
    posted_codes,
    request_status,
    withdrawals,
    wrong_tries,
)
from ulss_tracker.services.requests import retention as due_records
from ulss_tracker.services.supervision import (
    daily_list,
    downloads,
    own_account,
    second_readings,
)
from ulss_tracker.services.waiting import waits


@dataclass(frozen=True, slots=True)
class Job:
    """One job: what it is called, how often it runs, and the function, which says what it did.

    One that `sends`, or takes from the mailbox, waits in a restored copy until it is confirmed.
    `is_due` is a reading question: whether there is work before the pace brings the next run.
    """

    name: str
    every: timedelta
    work: Callable[[], object]
    unit: str = ""
    sends: bool = False
    is_due: Callable[[], bool] | None = None


ASKED_UNSEEN = {
    AskKind.PASSWORD_LINK: own_account.email_password_link,
    AskKind.CODE_BY_POST: request_status.post_code,
}
_AT_ONCE = timedelta(seconds=5)
_EACH_MINUTE = timedelta(minutes=1)
_OFTEN = timedelta(minutes=5)
_HOURLY = timedelta(hours=1)
# The most urgent first: in this order they start, and write where one writes at a time.
JOBS = (
    Job("raise alarms", _EACH_MINUTE, duty_alarms.raise_due, "called", sends=True),
    Job("send emails", _AT_ONCE, queue.send_waiting, sends=True),
    Job(
        "answer what was asked unseen",
        _AT_ONCE,
        partial(deferred_asks.do_waiting, ASKED_UNSEEN),
        "done",
        sends=True,
    ),
    Job(
        "take in what was kept",
        timedelta(seconds=15),
        lambda: outage.take_in() + access_records.take_in(),
        "taken in",
        sends=True,
    ),
    Job(watchdog.MAILBOX_JOB, _EACH_MINUTE, fetching.fetch, "taken", sends=True),
    Job("join requests in the same words", _AT_ONCE, campaigns.join_waiting, "joined"),
    Job("reconcile deadlines", _OFTEN, reconcile.reconcile, "put right"),
    Job(REMINDERS_JOB, _OFTEN, reminders.remind, "made", sends=True),
    Job("send the daily list", _OFTEN, daily_list.send, "sent", sends=True),
    Job("follow the law", _AT_ONCE, following.follow, "counted again", is_due=following.is_due),
    Job("withdraw requests", _EACH_MINUTE, withdrawals.withdraw_due, "withdrawn"),
    Job("obey STOP", _EACH_MINUTE, stopped_texts.obey, "ended", sends=True),
    Job(checkpoints.JOB, _AT_ONCE, checkpoints.make, "chained", sends=True),
    Job("issue letters to everyone", _AT_ONCE, batch_run.run_waiting, "issued", sends=True),
    Job("look at files", _AT_ONCE, safe_copies.look_waiting, "looked at"),
    Job("scan files", _EACH_MINUTE, safe_copies.scan_waiting, "scanned"),
    Job("make files safe", _AT_ONCE, safe_copies.make_waiting, "made"),
    Job("read papers", _AT_ONCE, paper_readings.read_waiting, "read"),
    Job("chase papers", _HOURLY, reminders.chase_papers, "told", sends=True),
    Job("tell of time to appeal", _HOURLY, appeal_time.plan_time_over, "planned"),
    Job("ask the rules again", _HOURLY, lambda: reassess().asked, "asked again"),
    Job("put right what waits", _HOURLY, waits.reconcile, "put right"),
    Job("learn deliveries", _OFTEN, delivery.learn, "learned", sends=True),
    Job(
        "rehearse changes of the law",
        _AT_ONCE,
        lambda: rehearsals.run_waiting(lambda: sample_texts() | due_records.texts()),
        "read",
    ),
    Job(watchdog.HOLIDAYS_JOB, timedelta(days=7), bank_holidays.fetch, "days proposed"),
    Job("make downloads", _AT_ONCE, downloads.make_waiting, "rows read"),
    Job("send checkpoints", _OFTEN, checkpoint_mail.send, "sent", sends=True),
    Job("stamp checkpoints", _HOURLY, stamping.stamp, "stamped", sends=True),
    Job("make missing versions", _HOURLY, request_versions.make_missing, "made"),
    Job("unlock files", _HOURLY, safe_copies.make_locked_again, "to make"),
    Job("verify files", _HOURLY, integrity.verify_some, "not as stored"),
    Job("move files", _EACH_MINUTE, moving.move_some, "parts moved"),
    Job("let objects go", timedelta(days=1), moving.let_go, "deleted", sends=True),
    Job("find people", _AT_ONCE, rights_requests.search_waiting, "searched"),
    Job("redact papers", _AT_ONCE, redactions.make_waiting, "made"),
    Job("bind papers", _AT_ONCE, bundle_making.make_waiting, "made"),
    Job("make bundles", _AT_ONCE, rights_requests.make_waiting, "made"),
    Job("erase", _EACH_MINUTE, rights_requests.erase_waiting, "erased", sends=True),
    Job("draw second readings", timedelta(hours=6), second_readings.draw, "drawn"),
    Job("forget drafts", _HOURLY, draft_expiry.forget_old_drafts, "forgotten"),
    Job("forget counts of files", _HOURLY, upload_limits.forget_old, "forgotten"),
    Job("forget wrong codes", _HOURLY, wrong_tries.forget_old, "forgotten"),
    Job("forget changes of contact", _HOURLY, contact_change_calls.forget_old, "forgotten"),
    Job("forget codes by post", _HOURLY, posted_codes.forget_old, "forgotten"),
    Job("forget feedback", _HOURLY, feedback.forget_old, "forgotten"),
    Job("forget search words", _HOURLY, search_words.forget_old, "forgotten"),
    Job("forget kept forms", _HOURLY, kept_forms.forget_old, "forgotten"),
    Job("forget mail", _HOURLY, retention.forget_old, "forgotten"),
    Job("forget downloads", _HOURLY, downloads.forget_old, "forgotten"),
)
