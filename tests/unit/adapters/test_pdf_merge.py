"""Letters joined to be printed: the whole is as well tagged as each of them."""

import subprocess
from datetime import date
from functools import cache
from io import BytesIO

import outloud
import pdfua
import pikepdf
import pytest

from tests.golden.samples import DAY
from ulss_tracker.adapters.pdf.merge import ToPrint, for_printing
from ulss_tracker.models import LetterKind, LetterSize
from ulss_tracker.services import letters

pytestmark = pytest.mark.slow

# Of one page and of two; with links and tables; in English and Welsh, in both sizes.
KINDS = (
    (LetterKind.NOT_REFERRED, "en", LetterSize.LARGE, "public"),
    (LetterKind.INCREASED, "cy", LetterSize.STANDARD, "victim"),
    (LetterKind.HEARING_LISTED, "en", LetterSize.STANDARD, "public"),
    (LetterKind.ACKNOWLEDGEMENT, "cy", LetterSize.LARGE, "bereaved_family"),
)
NAMES = [f"ULS-AB12-{number:04}" for number in range(2 * len(KINDS))]


@cache
def letter(number: int) -> bytes:
    kind, language, size, reader = KINDS[number % len(KINDS)]
    return letters.to_pdf(letters.sample_values(kind, DAY, language, size, reader))


def joined(count: int = len(NAMES)) -> bytes:
    each = (ToPrint(name, letter(number)) for number, name in enumerate(NAMES[:count]))
    return for_printing(
        each, title="Letters to post: ULS-2026-0001", author="The office", on=date(2026, 3, 18)
    )


def test_what_is_printed_is_a_sound_tagged_pdf(tmp_path):
    file = tmp_path / "whole.pdf"
    file.write_bytes(joined())
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)
    found = pdfua.validate(str(file)).findings
    assert [each for each in found if each.severity.name in {"ERROR", "WARNING"}] == []
    result = outloud.check(str(file))
    assert result.error is None
    faults = [each for each in result.findings if each.severity in {"error", "warning"}]
    # It takes the office's name at the head of each letter for the running head of one document.
    assert {(each.rule, each.severity) for each in faults} <= {("PAG-001", "warning")}
    assert all(each.evidence == "Attorney General’s Office" for each in faults)


def test_every_word_of_every_letter_hangs_on_its_own_tag():
    with pikepdf.open(BytesIO(joined())) as whole:
        tree = whole.Root.StructTreeRoot
        owners = dict(zip(tree.ParentTree.Nums[::2], tree.ParentTree.Nums[1::2], strict=True))
        assert list(owners) == list(range(len(owners))) == list(range(tree.ParentTreeNextKey))
        reached = {tag.objgen for tag in tags_below(tree.K[0])}
        held = 0
        for page in whole.pages:
            for place, owner in enumerate(owners.get(page.obj.get("/StructParents", -1), ())):
                if owner is None:
                    continue
                assert owner.objgen in reached
                assert owner.Pg.objgen == page.obj.objgen
                assert place in list(kids_of(owner))
                held += 1
            for link in page.obj.get("/Annots", ()):
                assert pikepdf.Name.Link == owners[link.StructParent].S
                assert owners[link.StructParent].objgen in reached
        assert held > 100


def test_each_letter_is_a_part_in_its_own_language_and_has_its_bookmark():
    with pikepdf.open(BytesIO(joined())) as whole:
        parts = list(whole.Root.StructTreeRoot.K[0].K)
        assert [str(part.S) for part in parts] == ["/Part"] * len(NAMES)
        assert [str(part.Lang) for part in parts] == ["en", "cy", "en", "cy"] * 2
        assert [str(part.T) for part in parts] == NAMES
        with whole.open_outline() as outline:
            assert [each.title for each in outline.root] == NAMES
            starts = [whole.pages.index(pikepdf.Page(each.destination[0])) for each in outline.root]
        assert all(page % 2 == 0 for page in starts)  # each on the front of a sheet
        assert len(whole.pages) % 2 == 0


def test_the_same_letters_give_the_same_bytes_and_each_page_is_the_letters_own():
    assert joined() == joined()
    with pikepdf.open(BytesIO(joined(1))) as whole, pikepdf.open(BytesIO(letter(0))) as alone:
        for ours, theirs in zip(whole.pages, alone.pages, strict=False):
            assert ours.Contents.read_bytes() == theirs.Contents.read_bytes()


@pytest.mark.parametrize("count", [1, 150])
def test_any_number_may_be_joined(count):
    each = (ToPrint("ULS-AB12-CD34", letter(number)) for number in range(count))
    whole = for_printing(each, title="Letters", author="The office", on=DAY)
    # The letters themselves, and little beside: nothing grows faster than their number.
    assert len(whole) < 20_000 * count + 5_000


def tags_below(tag):
    """This tag and all below it."""
    yield tag
    for kid in kids_of(tag):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from tags_below(kid)


def kids_of(tag):
    """List what a tag holds: tags, marks of its page by their numbers, links."""
    kids = tag.get("/K", pikepdf.Array())
    return kids if isinstance(kids, pikepdf.Array) else [kids]
