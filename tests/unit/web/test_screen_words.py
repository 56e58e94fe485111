"""Phrases of the first screens that a civil servant stopped at: the field's own words took over."""

import re

from config import ROOT
from tests.support.tables import rows

PHRASES = dict(rows(__file__, "screen_words.phrases", str, str))


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
