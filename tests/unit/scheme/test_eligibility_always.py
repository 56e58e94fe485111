"""Is it in the scheme: what must hold whatever the facts."""

from datetime import date
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support.eligibility import CATALOGUE, CHECK, CROWN, IN, NOT, ask, facts, told
from ulss_tracker.scheme.offences.facts import CameBy, ConvictionFacts, Facts, OrderKind
from ulss_tracker.scheme.offences.offence import Basis
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.reading.reading import read_offences

OFFENCES = st.sampled_from([offence.id for offence in CATALOGUE])
CONVICTIONS = st.builds(
    ConvictionFacts,
    offence_id=OFFENCES,
    form=st.sampled_from(list(Form)),
    answers=st.dictionaries(
        st.sampled_from(["home_violence", "fraud_notice", "penetration", "main_offence", "adult"]),
        st.sampled_from(["yes", "no", "perhaps"]),
    ),
)
DAYS = st.none() | st.dates(date(1985, 1, 1), date(2028, 12, 31))
ANY_FACTS = st.builds(
    Facts,
    court_id=st.sampled_from([None, CROWN.id, "nowhere"]),
    court_text=st.sampled_from(["", "Leeds", "Leeds Magistrates’ Court", "Court Martial"]),
    sentenced_on=DAYS,
    convictions=st.lists(CONVICTIONS, max_size=3).map(tuple),
    order_kind=st.none() | st.sampled_from(list(OrderKind)),
    fraud_notice=st.none() | st.booleans(),
    came_by=st.none() | st.sampled_from(CameBy),
    recorded=st.booleans(),
)


@given(
    ANY_FACTS,
    st.lists(
        CONVICTIONS | st.builds(ConvictionFacts, st.none(), text=st.text()), min_size=1, max_size=3
    ),
)
def test_more_convictions_never_turn_in_scheme_into_anything_less(
    given_facts: Facts, more: list[ConvictionFacts]
) -> None:
    before = ask(given_facts).verdict
    wider = Facts(
        **{
            **{name: getattr(given_facts, name) for name in Facts.__slots__},
            "convictions": (*given_facts.convictions, *more),
        }
    )
    after = ask(wider).verdict
    if before is IN:
        assert after is IN
    if before is CHECK and given_facts.convictions:
        assert after in {CHECK, IN}


@given(st.text(alphabet=st.characters(categories=["L", "N", "Z", "P"]), max_size=60), DAYS)
def test_words_that_name_no_offence_are_never_not_in_scheme(text: str, day: date | None) -> None:
    readings = read_offences(text, CATALOGUE, on=day)
    if all(reading.certainty == "unknown" for reading in readings):
        assert ask(told(text, sentenced_on=day)).verdict is CHECK


@given(st.text(min_size=1), DAYS)
def test_an_unknown_id_is_never_not_in_scheme(offence: str, day: date | None) -> None:
    if offence not in {one.id for one in CATALOGUE}:
        assert ask(facts(offence, sentenced_on=day)).verdict is CHECK


@given(ANY_FACTS)
def test_the_same_facts_give_the_same_answer_and_every_test_explains_itself(
    given_facts: Facts,
) -> None:
    found = ask(given_facts)
    assert found == ask(given_facts)
    for test in found.tests:
        assert test.reason.strip()
        assert test.authority.strip()
        assert test.label
    if found.verdict is not CHECK:
        assert found.questions == ()


@given(
    st.sampled_from([one.id for one in CATALOGUE if one.id.startswith("io-") and one.verified]),
    st.dates(date(1989, 2, 1), date(2028, 12, 31)),
)
def test_an_offence_only_the_crown_court_can_try_is_never_turned_away(
    offence: str, day: date
) -> None:
    row = CATALOGUE.row_at(CATALOGUE.get(offence), day)
    assume(row.basis is Basis.INDICTABLE_ONLY)  # earlier law may have been triable either way
    assert ask(facts(offence, sentenced_on=day)).verdict is not NOT


@given(st.sampled_from(list(CATALOGUE)), DAYS)
def test_every_conspiracy_is_in(offence: Any, day: date | None) -> None:
    if day is not None and day < date(1989, 2, 1):
        return
    conspiracy = ConvictionFacts(offence.id, Form.CONSPIRACY)
    assert ask(facts(conspiracy, sentenced_on=day)).verdict is IN
