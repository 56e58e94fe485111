"""Reading a letter's HTML with the parser that Python has in C, where it is as tidy as ours are.

Our templates close what they open, so apart from three elements that stand alone their HTML is XML
too, and gives the same tree: a test compares the two for every template. Anything else, such as
what somebody typed that was not escaped, is left to the parser that browsers' rules are made of.
"""

import re
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser  # nosec B405

_BEGINS = "<!doctype html>"
# The only comments and numbered characters that templates and escaping make.
_COMMENT = re.compile("<!-- [a-z ]+ -->")
_ESCAPED = re.compile("&#(?:34|39);")
_STANDS_ALONE = re.compile(r"<(meta|br|img)\b([^<>]*)>")


def tree_of(html: str) -> Element | None:
    """The tree of a document, or None where it has to be read as HTML is."""
    text = html.strip()
    if not text.startswith(_BEGINS) or not text.endswith("</html>"):
        return None
    text = text.removeprefix(_BEGINS).lstrip()
    unusual = _COMMENT.sub("", _ESCAPED.sub("", text))
    if not text.startswith("<html") or any(each in unusual for each in ("<!", "<?", "&#", "\r")):
        return None
    # No document type, so nothing but the five characters' own names can stand for anything.
    parser = XMLParser(target=TreeBuilder(insert_comments=True))  # noqa: S314  # nosec B314
    try:
        parser.feed(_STANDS_ALONE.sub(r"<\1\2/>", text))
        root: Element = parser.close()
    except (ParseError, UnicodeEncodeError):
        return None
    if [child.tag for child in root] != ["head", "body"]:
        return None
    return _as_html(root, after=html[html.rindex("</html>") + len("</html>") :])


def _as_html(root: Element, after: str) -> Element:
    """Put the space around head and body where HTML has it: none before, what follows inside."""
    body = root[1]
    root.text = None
    space = (body.tail or "") + after
    body.tail = None
    if len(body):
        body[-1].tail = (body[-1].tail or "") + space
    else:
        body.text = (body.text or "") + space
    return root
