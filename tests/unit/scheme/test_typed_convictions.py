"""Reading what people type: what counts as a conviction, and whose it is."""

import random

import pytest

from tests.support.typed_verdicts import CATALOGUE, CHECK, IN, NOT, NOW, counted, named, verdict
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.search import names_of


@pytest.mark.parametrize(
    ("text", "those"),
    [
        ("cleared of murder, guilty of manslaughter", ["io-manslaughter"]),
        ("NG s.18, G s.20", ["no-oapa-20"]),
        ("rape NG, ABH G", ["no-oapa-47"]),
        ("s.18 and attempted murder left to lie on the file. Sentenced for s.20", ["no-oapa-20"]),
        ("He was charged with robbery. It was reduced to theft", ["no-theft"]),
        ("robbery reduced to theft", ["no-theft"]),
        ("They charged theft and he pleaded guilty to that", ["no-theft"]),
        ("charged with theft", ["no-theft"]),
        ("accused of robbery. He pleaded guilty to that. Then an affray began", ["io-robbery"]),
        ("accused of robbery. He pleaded guilty to that", ["io-robbery"]),
        ("convicted of robbery and affray, case dismissed", ["io-robbery", "no-affray"]),
        ("convicted of robbery and affray; his co-defendant was acquitted",
         ["io-robbery", "no-affray"]),
        ("robbery and affray. The rest were acquitted", ["io-robbery", "no-affray"]),
        ("robbery. He dropped his knife", ["io-robbery"]),
        ("pleaded not guilty to robbery but the jury convicted him", ["io-robbery"]),
        ("Charged with robbery. He was acquitted. Sentenced for affray", ["no-affray"]),
        ("The other man was convicted of robbery. This one was convicted of affray", ["no-affray"]),
        ("his brother was convicted of riot; he was convicted of affray", ["no-affray"]),
        ("pleaded guilty to affray, and the robbery was dropped", ["no-affray"]),
        ("sentenced for affray after the robbery count was dropped", ["no-affray"]),
        ("convicted of affray. The rest fell away", ["no-affray"]),
        ("affray he got convicted of, and nothing else", ["no-affray"]),
        ("previous convictions for robbery, now sentenced for affray", ["no-affray"]),
        ("convicted of ABH and criminal damage", ["no-oapa-47", "no-criminal-damage"]),
        ("Convicted of affray after he attacked me", ["no-affray"]),
        ("sections 18 and 47 OAPA", ["io-oapa-18", "no-oapa-47"]),
        ("s.20 OAPA, affray", ["no-oapa-20", "no-affray"]),
        ("s.20 OAPA, GBH", ["no-oapa-20"]),
        ("yn ddieuog o dreisio ond yn euog o ymosod cyffredin", ["no-common-assault"]),
        ("They acquitted him on the section 18 and convicted on the section 20", ["no-oapa-20"]),
        ("Orig charge s1 RTA, crown accept plea s2B", ["no-rta-2B"]),
        ("affray GP. Ct 2 robbery NG by direction s17 CJA 1967", ["no-affray"]),
        ("Two were convicted of murder. I write about one, only about him: guilty of affray",
         ["no-affray"]),
        ("Two were convicted of murder and he of affray", ["io-murder", "no-affray"]),
        ("the indictment for conspiracy to steal. The jury acquitted him of the conspiracy. He was"
         " found guilty of affray", ["no-affray"]),
        ("her uncle was convicted of rape", ["io-soa03-1"]),
        ("possession of cannabis without intent to supply", ["no-mda-5-2"]),
        ("16 Firearms Act 1968 to lie on file; s.2(1) of the same Act - GP", ["no-firearm-cert"]),
        ("s.1 RTA dropped, s.2B guilty", ["no-rta-2B"]),
        ("ABH, racially aggravated criminal damage", ["no-oapa-47", "spec-cda-30"]),
    ],
)  # fmt: skip
def test_only_convictions_count(text: str, those: list[str]) -> None:
    assert [ids for ids, _ in counted(text)] == [{one} for one in those]


STORIES = ["it happened in Leeds", "he was drunk", "my sister cannot sleep", "the judge was kind"]


@pytest.mark.slow
def test_a_story_with_no_offence_in_it_never_turns_in_to_out() -> None:
    for title in named(basis_in=True):
        for story in STORIES:
            assert verdict(f"{title}. {story.capitalize()}.") is not NOT
            assert verdict(f"{story.capitalize()}. {title}.") is not NOT


def test_to_deny_a_conviction_removes_it() -> None:
    for title in named(basis_in=True):
        if title.isalpha():
            assert verdict(f"not guilty of {title}") is CHECK
            assert verdict(f"acquitted of {title}, convicted of affray") is NOT


def test_the_order_of_convictions_is_of_no_matter() -> None:
    chance = random.Random(7)  # noqa: S311
    titles = [title for title in (*named(True), *named(False)) if title.replace(" ", "").isalpha()]
    for _ in range(100):
        picked = chance.sample(titles, 3)
        assert len({verdict("; ".join(order)) for order in (picked, picked[::-1])}) == 1


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Convicted of affray. Some of those arrested were convicted of riot.", NOT),
        ("Five sentenced for affray. A sixth is to be tried later for murder", NOT),
        ("Guilty of affray. The friend, who was tried with him, got five years for robbery.", NOT),
        ("Smith was convicted of murder and Jones was convicted of affray.", CHECK),
        ("John Smith was convicted of murder. Smith also admitted affray.", IN),
        ("Smith was convicted of murder. Jones was convicted of rape.", IN),
        (
            "His cousin ran. He pleaded guilty to affray. The cousin got ten years for robbery.",
            CHECK,
        ),
        ("Guilty of affray, his earlier convictions for robbery notwithstanding.", NOT),
        ("He was guilty of affray. They put robbery too but he was found not guilty of that.", NOT),
        ("Pleaded to affray. The Crown did not proceed with robbery.", NOT),
        ("A record as long as your arm, burglaries among them", CHECK),
    ],
)
def test_a_conviction_that_may_be_another_persons_is_no_yes(text: str, answer: Verdict) -> None:
    assert verdict(text) is answer


@pytest.mark.slow
def test_no_text_gives_an_out_that_a_name_inside_it_contradicts() -> None:
    for offence in CATALOGUE:
        if not offence.in_force(NOW):
            continue
        for name in names_of(offence):
            if verdict(name) is IN:
                assert verdict(f"affray; {name}") is IN, name
                assert verdict(f"convicted of affray and {name}") is not NOT, name
