"""A message's web page with nothing in it but words and how they are set: nothing to fetch or run.

nh3 (the ammonia sanitiser) parses the page as a browser does and keeps what is named here. No
attribute that holds an address is named, and no style but of how words stand: so nothing can be
hidden in the colour of the paper. The browser gets the page in a sandboxed frame besides.
"""

import nh3

_LONGEST = 200_000
_MOST_TAGS = 10_000  # within one another, they take the library the square of their number
_BLOCKS = "p div br hr h1 h2 h3 h4 h5 h6 blockquote pre center address ul ol li dl dt dd"
_TABLES = "table caption thead tbody tfoot tr th td"
_WORDS = "a b strong i em u s strike small sub sup code kbd span font q cite abbr"
_TAGS = frozenset(f"{_BLOCKS} {_TABLES} {_WORDS}".split())
_ATTRIBUTES = {
    "*": {"lang", "dir", "style"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_STYLES = frozenset({"font-style", "font-weight", "text-align", "text-decoration"})


def clean(html: str) -> str:
    """The page without what could fetch, run, lead away or hide; blank where nothing is left."""
    page = "<".join(html[:_LONGEST].split("<", _MOST_TAGS)[:_MOST_TAGS])
    return nh3.clean(
        page,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        filter_style_properties=set(_STYLES),
        url_schemes=set(),
        link_rel=None,
    ).strip()
