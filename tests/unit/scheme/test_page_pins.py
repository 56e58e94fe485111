"""The pages of a bundle that paragraphs name, as people type them."""

import pytest

from ulss_tracker.scheme.papers import page_pins

LONG = "He struck her with the bottle while she held the child"


@pytest.mark.parametrize(
    ("text", "pages", "lacks"),
    [
        (f"{LONG} [p 14].", ("14",), False),
        (f"{LONG} [pp 14-16, 20A] and again [p. 14]", ("14", "16", "20A"), False),
        (f"{LONG} [pp14–15]", ("14", "15"), False),
        (f"{LONG}: R v Mir [2024] EWCA Crim 239, page 14", (), True),
        ("None", (), False),
    ],
)
def test_a_paragraph_names_pages_in_brackets_and_no_citation_is_one(
    text: str, pages: tuple[str, ...], *, lacks: bool
) -> None:
    [_, paragraph] = page_pins.read(["First", text])
    assert (paragraph.number, paragraph.pages, paragraph.lacks_pages) == (2, pages, lacks)
