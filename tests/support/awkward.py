"""Words that break pages: long, of other scripts, with marks of their own; and pages' own marks."""

from tests.support.page import Page, words

ARABIC = ("عبد الرحمن " * 19)[:200].strip() + "ه" * (200 - len(("عبد الرحمن " * 19)[:200].strip()))
UNBROKEN = "Llanfair" * 25
NAMES = (
    ARABIC,
    UNBROKEN,
    "Séamus O'Neill-Prŷs",
    "Ann 🌻👩‍👩‍👧 Example",
    "Robert'); DROP TABLE review;--",
)

# As somebody would write it who hopes that a page shows what was typed as it is.
SCRIPT = "\"><script>alert(28)</script><img src=x onerror=alert(28)>' {{7*7}} </textarea></title>"


def shown_safely(page: Page, text: str = SCRIPT) -> bool:
    """Whether `text` is read on the page and nothing of it has become part of the page."""
    made = [
        *page.select("img[src=x]"),
        *(script for script in page.select("script") if "alert(28)" in words(script)),
    ]
    fields = [field.get("value") or field.text or "" for field in page.select("input, textarea")]
    read = " ".join(text.split())
    return not made and (
        read in words(page.document) or any(read in " ".join(each.split()) for each in fields)
    )
