"""Messages fetched from a real server, through kills and restarts: each kept once, none lost.

The jobs are killed in the midst of fetching again and again, and the server is restarted under
them. At the end every message is kept whole and once, each new request is one request with one
acknowledgement at most, and nothing is left in the inbox.
"""

import hashlib
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import func, select

from tests.proofs._findings import Findings
from tests.proofs._places import KINDS, Place, ground
from tests.support.imap_server import ImapServer, imap_server
from tests.support.inbound import BODY, email
from ulss_tracker.models import Deadline, InboundMessage, InboundPart, Message, Request, db

FULL, SHORT = (300, 40, 5), (30, 3, 1)
"""Messages, kills, and restarts of the server."""

LONGEST_TO_END = 300.0
IN_TIME = 10
"""Messages delivered at the end, while nothing is killed."""

MINUTE = 60.0
_LONGEST_LIFE = 3.0  # seconds of a process before it is killed


def add_options(parser: ArgumentParser) -> None:
    """Choose the database."""
    parser.add_argument("--database", choices=KINDS, action="append", help="these alone")


def prove(options: Namespace, findings: Findings) -> None:
    """Fetch on each database."""
    for kind in options.database or KINDS:
        findings.note(f"**{kind}**")
        with ground(kind) as where, where.place("mailbox", options.seed) as at:
            run(at, findings, *(SHORT if options.short else FULL))


def run(at: Place, findings: Findings, messages: int, kills: int, restarts: int) -> None:
    """Deliver, kill and restart; then let it end, and look at what is there."""
    with imap_server() as server:
        at.jobs.settings = {**at.jobs.settings, "IMAP_URL": server.url}
        contents = [_content(number) for number in range(messages)]
        restart_at = set(at.chance.sample(range(kills), restarts))
        for number in range(kills):
            for content in contents[number::kills]:
                server.deliver(content)
            at.jobs.start()
            time.sleep(at.chance.uniform(0, _LONGEST_LIFE))
            if number in restart_at:
                server.stop()
                server.start()
            at.jobs.kill()
        _let_it_end(at, server)
        contents += _in_time(at, server, messages, findings)
        _look(at, server, contents, findings)
    findings.note(f"{messages} messages, {kills} kills of the jobs, {restarts} of the server")


def _in_time(at: Place, server: ImapServer, first: int, findings: Findings) -> list[bytes]:
    """Deliver more while the jobs run, and see how soon each new request has its clock."""
    contents = [_content(number) for number in range(first, first + IN_TIME)]
    at.jobs.start()
    delivered: dict[str, datetime] = {}
    for number, content in enumerate(contents, start=first):
        delivered[f"<proof{number}@example.org>"] = datetime.now(UTC)
        server.deliver(content)
        time.sleep(1)
    until = time.monotonic() + LONGEST_TO_END
    while server.count("INBOX") and time.monotonic() < until:
        time.sleep(0.5)
    at.jobs.stop()
    with at.app.app_context():
        on_the_clock = select(Deadline.request_id).where(Deadline.request_id.is_not(None))
        query = select(InboundMessage.message_id, InboundMessage.taken_at, Request.logged_at).join(
            Request, Request.id == InboundMessage.request_id
        )
        rows = [tuple(row) for row in db.session.execute(query.where(Request.id.in_(on_the_clock)))]
        new = db.session.scalar(select(func.count(Request.id)))
    findings.hold(len(rows) == new, f"{len(rows)} of {new} requests have a clock")
    after_fetch = [abs((logged - taken).total_seconds()) for _, taken, logged in rows]
    findings.hold(max(after_fetch) < MINUTE, "a request had its clock a minute after the fetch")
    waits = [
        (logged - delivered[name]).total_seconds() for name, _, logged in rows if name in delivered
    ]
    findings.hold(bool(waits), "no request was made while the jobs ran")
    findings.note(
        f"all {new} requests on the clock, {max(after_fetch):.1f} s after the fetch at the "
        f"longest; of {len(waits)} delivered while the jobs ran, {max(waits):.0f} s after they "
        "reached the inbox, which is fetched each minute"
    )
    return contents


def _content(number: int) -> bytes:
    """A message: of five, three are new requests, one is a question and one is of a program."""
    name = {"Message_ID": f"<proof{number}@example.org>"}
    if number % 5 == 3:
        return email(f"How does the scheme work? {number}", **name).as_bytes()
    if number % 5 == 4:
        away = {"Auto_Submitted": "auto-replied", "Subject": "Away"}
        return email(f"I am away. {number}", **name, **away).as_bytes()
    address = {"From": f"Ann Example <ann{number}@example.org>"}
    return email(f"{BODY}\nNumber {number}", **name, **address).as_bytes()


def _let_it_end(at: Place, server: ImapServer) -> None:
    """Start the jobs until the inbox is empty: each start begins with a fetch."""
    until = time.monotonic() + LONGEST_TO_END
    while server.count("INBOX") and time.monotonic() < until:
        at.jobs.start()
        pause = time.monotonic() + 20
        while server.count("INBOX") and time.monotonic() < pause:
            time.sleep(0.5)
        at.jobs.stop()


def _look(at: Place, server: ImapServer, contents: list[bytes], findings: Findings) -> None:
    """Hold what is kept against what was delivered."""
    delivered = {f"<proof{number}@example.org>" for number in range(len(contents))}
    new = sum(number % 5 < 3 for number in range(len(contents)))
    with at.app.app_context():
        kept = list(db.session.scalars(select(InboundMessage)))
        names = Counter(message.message_id for message in kept)
        findings.hold(set(names) == delivered, f"{len(delivered - set(names))} messages were lost")
        findings.hold(set(names.values()) <= {1}, "a message was kept twice")
        findings.hold(all(_is_whole(message) for message in kept), "a message is not whole")
        requests = db.session.scalar(select(func.count(Request.id)))
        findings.hold(requests == new, f"{requests} requests were made of {new}")
        asked = select(Message.recipient).where(Message.recipient.like("ann%@example.org"))
        acknowledged = Counter(db.session.scalars(asked))
        findings.hold(set(acknowledged.values()) <= {1}, "somebody was acknowledged twice")
        findings.hold(len(acknowledged) == new, f"{len(acknowledged)} acknowledged of {new}")
    findings.hold(not server.count("INBOX"), "messages are left in the inbox")
    findings.note(f"{len(kept)} kept once and whole, {requests} requests, {new} acknowledged once")


def _is_whole(message: InboundMessage) -> bool:
    parts = db.session.scalars(
        select(InboundPart.content)
        .where(InboundPart.message_id == message.id)
        .order_by(InboundPart.number)
    )
    return hashlib.sha256(b"".join(parts)).hexdigest() == message.sha256
