"""Messages made to hurt whoever reads, keeps or shows them."""

from collections.abc import Callable

HEAD = b"From: a@example.org\nSubject: x\nDate: Mon, 5 Oct 2026 10:00:00 +0000\n"


def nested(depth: int, kind: bytes = b"message/rfc822") -> bytes:
    return HEAD + (b"Content-Type: " + kind + b"\n\n" + HEAD) * depth + b"\nwords"


def multiparts(depth: int) -> bytes:
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth)
    )
    return HEAD + opened + b"Content-Type: text/plain\n\nwords\n"


def parts(count: int) -> bytes:
    part = b"--b\nContent-Type: text/plain\n\nwords\n"
    return HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + part * count + b"--b--\n"


def files(count: int, named: bytes) -> bytes:
    part = b"--b\nContent-Type: text/plain\nContent-Disposition: attachment; %s\n\nwords\n" % named
    return HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + part * count + b"--b--\n"


def report(status: bytes) -> bytes:
    return (
        HEAD
        + b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        + b"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\n"
        + status
        + b"\n--b--\n"
    )


FETCHES = (
    b'<base href="https://evil.example.net/"><meta http-equiv="refresh" content="0;url=//evil">'
    b'<img src="https://evil.example.net/x.png"><link rel="stylesheet" href="//evil/x.css">'
    b"<script>fetch('https://evil.example.net')</script><iframe src='//evil'></iframe><p>Hello"
    b'<svg onload="alert(1)"><style>@import url(//evil);</style><form action="//evil"><input>'
)

HOSTILE: dict[str, Callable[[], bytes]] = {
    "200 messages in one another": lambda: nested(200),
    "2,000 messages in one another": lambda: nested(2000),
    "200 multiparts in one another": lambda: multiparts(200),
    "5,000 parts": lambda: parts(5000),
    "50,000 headers": lambda: HEAD + b"X-A: b\n" * 50_000 + b"\nwords",
    "a subject of a megabyte": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 80_000 + b"\n" + HEAD,
    "a million recipients": lambda: b"To: " + b"a@example.org, " * 200_000 + b"\n" + HEAD + b"\n",
    "references without end": lambda: HEAD + b"References: " + b"<a@b> " * 200_000 + b"\n\nwords",
    "60 megabytes": lambda: HEAD + b"\n" + b"words and words\n" * (4 * 1024 * 1024),
    "deep HTML": lambda: HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
    "an unclosed tag": lambda: HEAD + b"Content-Type: text/html\n\n" + b"<a href='" * 100_000,
    "one long line": lambda: HEAD + b"\n" + b"a" * 5_000_000,
    "nothing but quotes": lambda: HEAD + b"\n" + b"> > > words\n" * 200_000,
    "nothing but headers in words": lambda: HEAD + b"\n" + b"From: a\nSent: b\n" * 100_000,
    "names without end": lambda: HEAD + b"\n" + b"Mr Bo Example " * 20_000,
    "courts without end": lambda: HEAD + b"\n" + b"Leeds Crown Court on 3 May. " * 8_000,
    "sentenced without end": lambda: HEAD + b"\n" + b"sentenced at court got given " * 8_000,
    "offences without end": lambda: HEAD + b"\n" + b"murder " * 14_000,
    "brackets in a header": lambda: HEAD + b"Content-Type: " + b"(" * 5_000 + b"\n\nwords",
    "quotes in a header": lambda: HEAD + b"Content-Type: " + b'"' * 60_000 + b"\n\nwords",
    "spaces": lambda: HEAD + b"\n" + b" " * 2_000_000 + b"x",
    "blanks between words": lambda: HEAD + b"\nsentenced" + b"\t" * 90_000 + b"at Leeds",
    "dots": lambda: HEAD + b"\n" + b". " * 200_000,
    "nulls": lambda: HEAD + b"\n" + b"\0" * 100_000 + b"words",
    "a charset that is a module": lambda: HEAD + b"Content-Type: text/plain; charset=os\n\nwords",
    "a charset of bytes": lambda: HEAD + b"Content-Type: text/plain; charset=hex\n\nzz",
    "half a letter": lambda: HEAD + b"Content-Type: text/plain; charset=utf-7\n\n+2AA-",
    "a boundary of nothing": lambda: HEAD + b'Content-Type: multipart/mixed; boundary=""\n\n--\n',
    "a report of nothing": lambda: HEAD + b"Content-Type: message/delivery-status\n\n\n\n",
    "no date": lambda: b"From: a@example.org\nSubject: x\nDate: soon\n\nwords",
    "a year that is none": lambda: b"From: a@b.c\nDate: Mon, 1 Jan 99999 10:00:00 +0000\n\nwords",
    "a zone that is none": lambda: b"From: a@b.c\nDate: Mon, 1 Jan 2026 10:00:00 +9999\n\nwords",
    "broken address": lambda: b'From: "<<<>>>@@@" <a@b@c>\nTo: ;;;,,,\nSubject: x\n\nwords',
    "junk winmail": lambda: HEAD + b"Content-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22" * 9,
    "a thousand files": lambda: files(1_000, b'filename="a.txt"'),
    "a file that leaves its folder": lambda: files(1, b'filename="../../../../etc/passwd.txt"'),
    "a file with a header in its name": lambda: files(
        1, b"filename*=utf-8''a.txt%0D%0ABcc%3A%20all%40example.org"
    ),
    "a file that is called a page": lambda: files(1, b'filename="<script>alert(1)</script>.txt"'),
    "a Message-ID of a megabyte": lambda: b"Message-ID: <" + b"a" * 1_000_000 + b">\n" + HEAD,
    "an answer to everything": lambda: (
        HEAD + b"In-Reply-To: " + b"<a@example.gov.uk> " * 50_000 + b"\n\nThe judge was wrong."
    ),
    "a report of 50,000 addresses": lambda: report(b"Final-Recipient: rfc822; a@b.c\n" * 50_000),
    "a report of everybody": lambda: report(
        b"\n".join(
            b"Final-Recipient: rfc822; a%d@example.org\nAction: failed\nStatus: 5.1.1\n" % number
            for number in range(5_000)
        )
    ),
    "two senders": lambda: b"From: uls@example.gov.uk\n" + HEAD + b"\nREQ-AAAA-BBBB",
    "base64 that is none": lambda: (
        HEAD + b"Content-Transfer-Encoding: base64\nContent-Type: text/plain\n\n" + b"=%#!" * 50_000
    ),
    "numbers without a blank": lambda: HEAD + b"\n" + b"1." * 20_000,
    "brackets that are never closed": lambda: HEAD + b"\n" + b"(" * 40_000,
    "entities without end": lambda: HEAD + b"Content-Type: text/html\n\n" + b"&amp;" * 400_000,
    "a page that fetches": lambda: HEAD + b"Content-Type: text/html\n\n" + FETCHES,
    "letters that turn round": lambda: (
        HEAD.replace(b"Subject: x", "Subject: \u202etxt.exe".encode())
        + "\n\u202e\u2066 words".encode()
    ),
    "junk Outlook file": lambda: bytes.fromhex("D0CF11E0A1B11AE1") + b"\xff" * 5000,
}
