"""The words of a message that was written as a web page, its tables in rows and columns."""

from ulss_tracker.adapters.gate import web_text

_LONGEST = 400_000


def words(html: str) -> str:
    """The words that a page shows. One that the library cannot set is read plainly."""
    if not html.strip():
        return ""
    # Most of a server's workers never read such a message: with lxml 5 MB of memory.
    from inscriptis import get_text
    from inscriptis.css_profiles import CSS_PROFILES
    from inscriptis.model.config import ParserConfig

    config = ParserConfig(css=CSS_PROFILES["strict"], table_cell_separator="  ")
    try:
        text: str = get_text(html[:_LONGEST], config)
        return text
    except Exception:
        return web_text.words(html[:_LONGEST])
