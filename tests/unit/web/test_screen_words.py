"""Phrases of the first screens that a civil servant stopped at: the field's own words took over."""

import re

from config import ROOT

PHRASES = {
    r"[>\"'“]Stands[<\"'”]": "Status",
    r"[Rr]eminders you have not seen to": "Reminders to acknowledge",
    r"I have seen to it": "Acknowledge",
    r"[Tt]ake it up again": "Reopen",
    r"[Ii]t is a real request": "Release",
    r"[Ss]ign the override that waits": "Approve or refuse the override",
    r"[Ss]ettle a doubt": "Resolve a query",
    r"\b[Bb]ring in\b": "Import",
    r"\b[Gg]ive back\b": "Export",
    r"[Ll]ists to collect": "Downloads",
    r"[Tt]he scheme[’']s rules were asked": "Scheme checked",
    r"\bNobody (now|yet)\b": "Unassigned",
    r"[Ss]aid not to be about the same sentence": "Marked as not a duplicate",
}


def test_no_screen_says_what_the_field_has_a_word_for() -> None:
    screens = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "ulss_tracker/web").rglob("*.py")]
    assert len(screens) > 400
    written = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in screens}
    found = {
        (path, old, new)
        for path, text in written.items()
        for old, new in PHRASES.items()
        if re.search(old, text)
    }
    assert found == set()
