"""Every job, how often it runs and the function that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from ulss_tracker.models import AskKind
from ulss_tracker.services.assessment.reassessing import reassess
from ulss_tracker.services.correspondence import fetching, retention
from ulss_tracker.services.deadlines import reconcile
from ulss_tracker.services.files import integrity, safe_copies, upload_limits
from ulss_tracker.services.history import request_versions
from ulss_tracker.services.law import bank_holidays, following, rehearsals
from ulss_tracker.services.letters import batch_run
from ulss_tracker.services.messaging import (
    checkpoint_mail,
    delivery,
    duty_alarms,
    queue,
    reminders,
    stopped_texts,
)
from ulss_tracker.services.operations import checkpoints, draft_expiry, stamping, watchdog
from ulss_tracker.services.operations.watchdog import REMINDERS_JOB
from ulss_tracker.services.people import kept_forms
from ulss_tracker.services.protection import access_records, deferred_asks, search_words
from ulss_tracker.services.referral import appeal_time
from ulss_tracker.services.requests import (
    contact_change_calls,
    feedback,
    outage,
    posted_codes,
    request_status,
    withdrawals,
    wrong_tries,
)
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
# The most urgent first: in this order they start, and write where one writes at a time.
JOBS = (
    Job("raise alarms", timedelta(minutes=1), duty_alarms.raise_due, "called", sends=True),
    Job("send emails", timedelta(seconds=5), queue.send_waiting, sends=True),
    Job(
        "answer what was asked unseen",
        timedelta(seconds=5),
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
    Job(watchdog.MAILBOX_JOB, timedelta(minutes=1), fetching.fetch, "taken", sends=True),
    Job("reconcile deadlines", timedelta(minutes=5), reconcile.reconcile, "put right"),
    Job(REMINDERS_JOB, timedelta(minutes=5), reminders.remind, "made", sends=True),
    Job("send the daily list", timedelta(minutes=5), daily_list.send, "sent", sends=True),
    Job(
        "follow the law",
        timedelta(seconds=5),
        following.follow,
        "counted again",
        is_due=following.is_due,
    ),
    Job("withdraw requests", timedelta(minutes=1), withdrawals.withdraw_due, "withdrawn"),
    Job("obey STOP", timedelta(minutes=1), stopped_texts.obey, "ended", sends=True),
    Job(checkpoints.JOB, timedelta(seconds=5), checkpoints.make, "chained", sends=True),
    Job(
        "issue letters to everyone",
        timedelta(seconds=5),
        batch_run.run_waiting,
        "issued",
        sends=True,
    ),
    Job("look at files", timedelta(seconds=5), safe_copies.look_waiting, "looked at"),
    Job("scan files", timedelta(minutes=1), safe_copies.scan_waiting, "scanned"),
    Job("make files safe", timedelta(seconds=5), safe_copies.make_waiting, "made"),
    Job("chase papers", timedelta(hours=1), reminders.chase_papers, "told", sends=True),
    Job("tell of time to appeal", timedelta(hours=1), appeal_time.plan_time_over, "planned"),
    Job("ask the rules again", timedelta(hours=1), lambda: reassess().asked, "asked again"),
    Job("put right what waits", timedelta(hours=1), waits.reconcile, "put right"),
    Job("learn deliveries", timedelta(minutes=5), delivery.learn, "learned", sends=True),
    Job("rehearse changes of the law", timedelta(seconds=5), rehearsals.run_waiting, "read"),
    Job(watchdog.HOLIDAYS_JOB, timedelta(days=7), bank_holidays.fetch, "days proposed"),
    Job("make downloads", timedelta(seconds=5), downloads.make_waiting, "rows read"),
    Job("send checkpoints", timedelta(minutes=5), checkpoint_mail.send, "sent", sends=True),
    Job("stamp checkpoints", timedelta(hours=1), stamping.stamp, "stamped", sends=True),
    Job("make missing versions", timedelta(hours=1), request_versions.make_missing, "made"),
    Job("unlock files", timedelta(hours=1), safe_copies.make_locked_again, "to make"),
    Job("verify files", timedelta(hours=1), integrity.verify_some, "not as stored"),
    Job("draw second readings", timedelta(hours=6), second_readings.draw, "drawn"),
    Job("forget drafts", timedelta(hours=1), draft_expiry.forget_old_drafts, "forgotten"),
    Job("forget counts of files", timedelta(hours=1), upload_limits.forget_old, "forgotten"),
    Job("forget wrong codes", timedelta(hours=1), wrong_tries.forget_old, "forgotten"),
    Job(
        "forget changes of contact",
        timedelta(hours=1),
        contact_change_calls.forget_old,
        "forgotten",
    ),
    Job("forget codes by post", timedelta(hours=1), posted_codes.forget_old, "forgotten"),
    Job("forget feedback", timedelta(hours=1), feedback.forget_old, "forgotten"),
    Job("forget search words", timedelta(hours=1), search_words.forget_old, "forgotten"),
    Job("forget kept forms", timedelta(hours=1), kept_forms.forget_old, "forgotten"),
    Job("forget mail", timedelta(hours=1), retention.forget_old, "forgotten"),
    Job("forget downloads", timedelta(hours=1), downloads.forget_old, "forgotten"),
)
