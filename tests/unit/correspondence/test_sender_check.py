"""The check of a sender that the office's own mail server wrote, and no other's."""

import pytest

from tests.support.inbound import email
from ulss_tracker.adapters.mailbox import mime
from ulss_tracker.services.core import office_details
from ulss_tracker.services.correspondence.answering import SenderCheck, check_sender

OURS, OTHER = "mx.example.gov.uk", "mx.example.net"
PASSES, FAILS = "dmarc=pass header.from=example.org", "spf=fail smtp.mailfrom=example.org"


@pytest.mark.parametrize(
    ("server", "headers", "check"),
    [
        (OURS, [f"{OURS}; spf=pass; dkim=none; {PASSES}"], SenderCheck.PROVEN),
        (
            OURS,
            [f"{OURS} 1; spf=softfail (dmarc=pass)", f"{OTHER}; {PASSES}"],
            SenderCheck.UNPROVEN,
        ),
        (OURS, [f"{OURS}; dmarc=none", f"{OURS}; {PASSES}"], SenderCheck.UNPROVEN),
        (OURS, [f"{OURS}; dkim=pass", f"{OURS}; {FAILS}"], SenderCheck.FAILED),
        (OURS, [f"{OURS}; {FAILS}; {PASSES}"], SenderCheck.PROVEN),  # forwarded, and signed
        (OURS, [f"{OTHER}; {FAILS}"], SenderCheck.UNPROVEN),
        (OURS, [], SenderCheck.UNPROVEN),
        ("", [f"{OTHER}; {PASSES}"], None),
        ("", [f"{OTHER}; {PASSES}", f"{OTHER}; {FAILS}"], SenderCheck.FAILED),
    ],
)
def test_only_our_server_proves_a_sender_and_its_first_word_counts(
    server: str, headers: list[str], check: SenderCheck | None
) -> None:
    before = office_details.current()
    office_details.configure({"MAILBOX_AUTHENTICATED_BY": server})
    try:
        message = email()
        for header in headers:
            message["Authentication-Results"] = header
        assert check_sender(mime.read(message.as_bytes())) is check
    finally:
        office_details.configure(before.model_dump())
