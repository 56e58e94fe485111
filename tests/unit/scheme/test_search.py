"""Finding an offence as people type it."""

import tomllib
from datetime import date

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.offences.catalogue_files import DATA
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.scheme.reading.search import names_of
from ulss_tracker.scheme.reading.words import load_words, plain, stem_set, stems, words_of

CATALOGUE = load_catalogue()
DAY = date(2024, 6, 3)


@from_table
def test_the_first_of_what_is_found(typed: str, first: str) -> None:
    assert CATALOGUE.search(typed, on=DAY)[0].offence.id == first


@pytest.mark.parametrize(
    ("typed", "those"),
    [
        ("indecent images", {"spec-pca78-1", "spec-cja88-160"}),
        ("arson", {"no-arson-simple", "io-arson-life"}),
        ("GBH", {"no-oapa-20", "io-oapa-18"}),
    ],
)
def test_a_name_that_is_shared_finds_all_who_share_it_first(typed: str, those: set[str]) -> None:
    assert {match.offence.id for match in CATALOGUE.search(typed, on=DAY)[:2]} == those


def test_an_act_and_section_find_their_offences() -> None:
    for match in CATALOGUE.search("Theft Act section 9", on=DAY)[:4]:
        assert match.offence.citation == "Theft Act 1968 s.9"


def test_conspiracy_to_burgle_is_burglary_by_conspiracy() -> None:
    match = CATALOGUE.search("conspiracy to burgle", on=DAY)[0]
    assert (match.offence.id, match.form) == ("no-burglary", Form.CONSPIRACY)


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("conspriacy to supply", Form.CONSPIRACY),
        ("attempted rape", Form.ATTEMPT),
        ("aiding and abetting theft", Form.AIDING),
    ],
)
def test_the_form_typed_comes_with_the_offence(typed: str, form: Form) -> None:
    assert CATALOGUE.search(typed, on=DAY)[0].form is form


def test_the_best_eight_at_most_and_best_first() -> None:
    found = CATALOGUE.search("sexual activity child", on=DAY)
    assert len(found) == 8
    assert [match.score for match in found] == sorted(
        (match.score for match in found), reverse=True
    )
    assert all(0 < match.score <= 1 for match in found)
    assert len({match.offence.id for match in found}) == 8
    assert len(CATALOGUE.search("child rape", limit=3)) == 3


@pytest.mark.parametrize("typed", ["", "   ", "?!", "the of", "zzzzqqqq"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert CATALOGUE.search(typed) == []


@from_table
def test_the_rows_of_the_day_are_found_and_no_others(
    typed: str, on: date | None, found: set[str], left_out: set[str]
) -> None:
    ids = {match.offence.id for match in CATALOGUE.search(typed, on=on)}
    assert found <= ids
    assert not left_out & ids


def test_two_letters_find_something() -> None:
    assert CATALOGUE.search("bl")


def test_a_word_is_mended_only_where_one_word_is_nearest() -> None:
    index = CATALOGUE.index
    assert index.mended("robery") == stems("robbery")
    assert index.mended("heft") == ("heft",)
    assert index.mended("xyzzyx") == ("xyzzyx",)
    assert index.mended("s18a9") == stems("s18a9")


def test_words_are_read_alike_whatever_their_form() -> None:
    assert set(stems("Causing grievous bodily harm with intent")) == set(
        stems("GBH w/i, caused by: cause")
    )
    assert stems("Children’s images") == stems("child image")
    assert stems("supplying") == stems("supply") == stems("supplied")
    assert stems("kidnapping") == stems("kidnapped") == stems("kidnap")
    assert stems("penetrative") == stems("penetration")
    assert stems("class A") == ("classa",)
    assert stems("rape rape") == stems("rape")
    assert stems("serious") == ("serious",)
    assert words_of("the Rape") == {"rape": "rap"}


def test_accents_and_marks_make_no_difference() -> None:
    assert plain("Ménâcé, S.18(1)") == "menace, section 18(1)"
    assert load_words().stem("unlawfully") == "unlawful"
    assert load_words().stem("family") == "family"


# Words that name no offence


SEARCHED = tomllib.loads((DATA / "searched.toml").read_text(encoding="utf-8"))


@from_table
def test_words_that_name_no_offence_find_those_that_may_be_meant(typed: str, among: str) -> None:
    assert among in [match.offence.id for match in CATALOGUE.search(typed, on=DAY)]


@from_table
def test_nothing_is_found_by_who_how_old_where_or_with_what_alone(typed: str) -> None:
    assert CATALOGUE.search(typed) == []


@from_table
def test_what_was_done_is_found_and_not_to_whom(typed: str, first: str, never: str) -> None:
    ids = [match.offence.id for match in CATALOGUE.search(typed)]
    assert ids[0] == first
    assert never not in ids


def test_no_conviction_is_read_for_sure_from_words_that_name_no_offence(
    subtests: pytest.Subtests,
) -> None:
    own = {frozenset(stems(name)) for offence in CATALOGUE for name in names_of(offence)}
    for words in SEARCHED["names"]:
        for day in [date(2019, 2, 4), DAY, None]:
            with subtests.test(words=words, day=day):
                for reading in read_offences(words, CATALOGUE, on=day, recorded=True):
                    assert reading.certainty != "sure" or frozenset(stems(words)) in own


def test_names_that_say_the_same_hold_one_set_of_stems() -> None:
    one, other = names_of(CATALOGUE.get("io-robbery"))[0], "robberies"
    assert stem_set(stems(one)) == frozenset(stems(one))
    assert stem_set(stems(one)) is stem_set(stems(other))
