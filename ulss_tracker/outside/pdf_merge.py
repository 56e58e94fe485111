"""Many PDFs as one, to be printed at a stroke."""

from collections.abc import Iterable
from io import BytesIO

_A4 = (595.276, 841.89)


def for_printing(documents: Iterable[bytes]) -> bytes:
    """One PDF of all of them, each beginning on a new sheet when both sides are printed.

    Only for the printer: the tags that let a letter be read aloud stay in the letters themselves.
    """
    import pikepdf

    with pikepdf.new() as whole:
        for content in documents:
            with pikepdf.open(BytesIO(content)) as letter:
                whole.pages.extend(letter.pages)
            if len(whole.pages) % 2:
                whole.add_blank_page(page_size=_A4)
        result = BytesIO()
        whole.save(result, deterministic_id=True)
    return result.getvalue()
