"""The words of a message that was written as a web page, its tables in rows and columns."""

from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

from ulss_tracker.adapters.gate import web_text

_LONGEST = 400_000
_CONFIG = ParserConfig(css=CSS_PROFILES["strict"], table_cell_separator="  ")


def words(html: str) -> str:
    """The words that a page shows. One that the library cannot set is read plainly."""
    if not html.strip():
        return ""
    try:
        text: str = get_text(html[:_LONGEST], _CONFIG)
        return text
    except Exception:
        return web_text.words(html[:_LONGEST])
