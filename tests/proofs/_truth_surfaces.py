"""Everything that is rendered at one moment: pages by role, files, feeds, letters and mails."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from flask import Flask

from tests.proofs import _truth_files
from tests.proofs._truth_blocks import Block, of_page
from tests.proofs._truth_labels import Place
from tests.proofs._truth_records import Records
from tests.proofs._truth_words import in_london
from tests.support.checked_client import CheckedClient, client_of

Read = tuple[Place, Iterable[Block]]
# Where each role begins; links lead on.
LISTS = (
    "/casework/",
    "/casework/hand-over",
    "/casework/this-week",
    "/casework/?why=over",
    "/casework/decisions",
)
OFFICE = (
    "/supervision/board",
    "/supervision/board/print",
    "/supervision/board.csv",
    "/supervision/board.ods",
    "/supervision/hearings",
    "/supervision/exceptions",
    "/supervision/second-key",
    "/supervision/redatings",
    "/casework/people-to-tell",
    "/casework/requests",
    "/casework/requests?state=in_case",
    "/casework/alarms",
)
_MATTER = r"(?:ULS|REQ)-[0-9A-Z-]+"
# What is read each day: a matter's own pages, and lists.
_DAILY = re.compile(
    rf"/casework/(?:cases/{_MATTER}(?:/(?:told|offenders|timeline|papers|messages|letters|requests))?"
    rf"|reviews/\d+(?:/(?:submission|court|application|decision))?|requests/{_MATTER}"
    r"|letters/\d+\.pdf|alarms/\d+|tellings/\d+)|/supervision/exceptions/\w+"
)
_NEVER = re.compile(r"/(?:catalogue|check|records|letters/\w+/\w+/|samples|sign-|security)")
_SEARCHES = 8
_OURS = ("/casework", "/supervision")


class Surfaces:
    """Reads all that is rendered, as the people of the office and as who asked."""

    def __init__(
        self, app: Flask, sessions: dict[str, dict[str, Any]], calendars: dict[str, str]
    ) -> None:
        self.app, self._calendars = app, calendars
        self.clients = {name: _client(app, session) for name, session in sessions.items()}
        self.pages = 0
        self._last_message = 0

    def everything(self, records: Records, now: datetime, follow: str) -> Iterator[Read]:
        """All of it. The first reader follows links, the others read their own lists."""
        first, *others = self.clients
        yield from self.read(first, (*LISTS, *OFFICE), follow=follow)
        for reader in others:
            yield from self.read(reader, LISTS, follow="")
        references = [matter for matter in records.groups if matter.startswith("REQ")]
        yield from self.status(references, now)
        yield from self.found(first, records)
        for name, secret in self._calendars.items():
            yield from self.calendar(name, secret)
        yield from self.mails(records, now)

    def read(self, reader: str, beginnings: tuple[str, ...], *, follow: str) -> Iterator[Read]:
        """The pages of one person from these on; `follow` is "daily", "all" or nothing."""
        waiting, seen = list(beginnings), set(beginnings)
        while waiting:
            path = waiting.pop(0)
            answer = self.clients[reader].open(path)
            content = answer.get_data()
            if answer.status_code != 200:
                continue
            self.pages += 1
            place = Place(f"{path} ({reader})")
            kind = answer.mimetype or ""
            if kind != "text/html":
                yield place, _of_file(path, kind, content)
                continue
            html = content.decode()
            yield place, of_page(html, path)
            if follow:
                new = dict.fromkeys(link for link in _links(html, follow) if link not in seen)
                seen.update(new)
                waiting += new

    def status(self, references: list[str], now: datetime) -> Iterator[Read]:
        """What each who asked reads of their own request."""
        for reference in references:
            opened = {"status": {"reference": reference, "at": int(now.timestamp())}}
            client = _client(self.app, opened)
            answer = client.open("/status/request")
            if answer.status_code == 200:
                self.pages += 1
                blocks = of_page(answer.get_data(as_text=True), f"/requests/{reference}")
                yield Place(f"/status/request of {reference}"), blocks
            reminder = client.open("/status/reminder.ics")
            if reminder.mimetype == "text/calendar":
                blocks = _truth_files.of_calendar(reminder.get_data())
                own = [Block(frozenset({reference}), block.label, block.words) for block in blocks]
                yield Place(f"/status/reminder.ics of {reference}"), own

    def found(self, reader: str, records: Records) -> Iterator[Read]:
        """What a search for offenders' names leads to, of a few."""
        client = self.clients[reader]
        names = {row["offender_name"] for row in records.rows_of("review")}
        for name in sorted(names)[:: max(1, len(names) // _SEARCHES)]:
            client.get("/casework/search")
            page = client.submit("Search", words=name)
            self.pages += 1
            yield Place(f"search for {name} ({reader})"), of_page(page.html, "/casework/search")

    def calendar(self, name: str, secret: str) -> Iterator[Read]:
        """The calendar of one person."""
        answer = client_of(self.app).open(f"/calendar/{secret}.ics")
        yield Place(f"calendar of {name}"), _truth_files.of_calendar(answer.get_data())

    def mails(self, records: Records, now: datetime) -> Iterator[Read]:
        """Each mail and letter in the outbox that was not read before."""
        for row in records.messages:
            if row["id"] <= self._last_message:
                continue
            self._last_message = row["id"]
            at = row["created_at"]
            is_of_now = in_london(at) >= in_london(now)
            place = Place(f"mail {row['id']} {row['subject']!r}", None if is_of_now else at)
            yield place, _truth_files.of_mail(row["subject"], row["body"])
            if row["file"] and row["file_type"] == "application/pdf":
                yield place, _truth_files.of_pdf(row["file"])


def _client(app: Flask, opened: dict[str, Any]) -> CheckedClient:
    client = client_of(app)
    with client.session_transaction() as session:
        session.update(opened)
    return client


def _of_file(path: str, kind: str, content: bytes) -> list[Block]:
    if kind == "text/csv":
        return _truth_files.of_csv(content)
    if kind == "application/pdf":
        return _truth_files.of_pdf(content)
    if path.endswith(".ods"):
        return _truth_files.of_ods(content)
    return []


def _links(html: str, follow: str) -> Iterator[str]:
    document = lxml.html.document_fromstring(html)
    for link in document.cssselect("main a[href]"):
        address = urlsplit(link.get("href"))
        path = address.path
        if address.netloc or not path.startswith(_OURS) or _NEVER.search(path):
            continue
        if follow == "all" or _DAILY.fullmatch(path):
            yield path
