"""Is it in the scheme: every test, how they come together, and what is asked next."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ulss_tracker.scheme import reasons
from ulss_tracker.scheme.court_table import load_court_words
from ulss_tracker.scheme.courts import WHERE_TO_TURN, CourtKind, Courts, load_courts
from ulss_tracker.scheme.eligibility import (
    Assessment,
    ConvictionFacts,
    Facts,
    OrderKind,
    Verdict,
    assess,
)
from ulss_tracker.scheme.forms import Form
from ulss_tracker.scheme.offences import load_catalogue
from ulss_tracker.scheme.reading import read_offences
from ulss_tracker.scheme.time_limits import Standing

IN, NOT, CHECK = Verdict.IN_SCHEME, Verdict.NOT_IN_SCHEME, Verdict.MUST_CHECK
CATALOGUE = load_catalogue()
COURTS = load_courts()
NOW = date(2024, 6, 3)
CROWN = next(court for court in COURTS if court.kind is CourtKind.CROWN_COURT)


def facts(*offences: str | ConvictionFacts, **more: Any) -> Facts:
    return Facts(
        **{
            "court_id": CROWN.id,
            "sentenced_on": NOW,
            "convictions": tuple(
                one if isinstance(one, ConvictionFacts) else ConvictionFacts(one)
                for one in offences
            ),
            **more,
        }
    )


def told(text: str, **more: Any) -> Facts:
    return facts(ConvictionFacts(None, text=text), **more)


def ask(given: Facts) -> Assessment:
    return assess(given, CATALOGUE)


def result(found: Assessment, test: str) -> tuple[Verdict, str, str]:
    (one,) = [one for one in found.tests if one.test == test]
    return one.verdict, one.reason, one.authority


def asked(found: Assessment) -> list[str]:
    return [question.id for question in found.questions]


# The whole


def test_robbery_in_the_crown_court_is_in_the_scheme_and_says_why() -> None:
    found = ask(facts("io-robbery"))
    assert found.verdict is IN
    assert [(test.test, test.verdict, test.reason, test.authority) for test in found.tests] == [
        ("court", IN, reasons.CROWN_COURT, reasons.COURT_ACT),
        (
            "offence",
            IN,
            "Robbery can be tried only in the Crown Court, so it is in the scheme.",
            "Criminal Justice Act 1988 s.35(3)(b)(i); Theft Act 1968 s.8(1)",
        ),
    ]
    assert found.questions == ()
    assert found.catalogue_version == CATALOGUE.version
    assert found.offence_ids == ("io-robbery",)
    assert found.forms == (Form.FULL,)


def test_every_test_has_a_name_people_read() -> None:
    found = ask(
        facts(
            "io-robbery",
            "no-affray",
            fraud_notice=True,
            order_kind=OrderKind.FINE,
            as_at=datetime(2024, 6, 4, 9, tzinfo=UTC),
        )
    )
    names = [test.test for test in found.tests]
    assert names == [
        "court",
        "offence",
        "offence",
        "whole_case",
        "other_offences",
        "order",
        "time",
    ]
    assert len({test.label for test in found.tests}) == 6


@pytest.mark.parametrize("kind", list(OrderKind))
def test_every_kind_of_order_has_words(kind: OrderKind) -> None:
    assert kind.label[0].isupper()


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_words(verdict: Verdict) -> None:
    assert verdict.label[0].isupper()


# The court


@pytest.mark.parametrize(
    ("text", "kind", "verdict", "overall", "act"),
    [
        ("Basingstoke Magistrates’ Court", CourtKind.MAGISTRATES, NOT, NOT, reasons.COURT_ACT),
        ("Leeds Youth Court", CourtKind.YOUTH, NOT, NOT, reasons.COURT_ACT),
        ("Belfast Crown Court", CourtKind.NORTHERN_IRELAND, NOT, NOT, reasons.COURT_ACT),
        ("High Court of Justiciary", CourtKind.SCOTLAND, NOT, NOT, reasons.COURT_ACT),
        ("Court Martial", CourtKind.COURT_MARTIAL, CHECK, CHECK, reasons.COURT_MARTIAL_ACT),
        ("Court of Appeal", CourtKind.OTHER, CHECK, CHECK, reasons.COURT_ACT),
    ],
)
def test_each_other_court_says_where_to_turn(
    text: str, kind: CourtKind, verdict: Verdict, overall: Verdict, act: str
) -> None:
    found = ask(facts("io-murder", court_id=None, court_text=text))
    assert result(found, "court") == (verdict, WHERE_TO_TURN[kind], act)
    assert found.verdict is overall
    assert found.questions == ()


@pytest.mark.parametrize("text", ["", "HHJ Martin Levett", "somewhere"])
def test_a_court_not_known_must_be_found_out(text: str) -> None:
    found = ask(facts("io-murder", court_id=None, court_text=text))
    assert result(found, "court") == (CHECK, reasons.COURT_UNKNOWN, reasons.COURT_ACT)
    assert found.verdict is CHECK
    (question,) = found.questions
    assert (question.id, question.text, question.hint, question.answers, question.conviction) == (
        "court",
        reasons.ASK_COURT,
        reasons.ASK_COURT_HINT,
        (),
        None,
    )


@pytest.mark.parametrize("text", ["", "HHJ Martin Levett", "somewhere"])
def test_in_a_record_a_court_is_the_crown_court_unless_it_says_otherwise(text: str) -> None:
    found = ask(facts("io-murder", court_id=None, court_text=text, recorded=True))
    assert result(found, "court") == (IN, reasons.COURT_AS_RECORDED, reasons.COURT_ACT)
    assert found.verdict is IN
    elsewhere = facts(
        "io-murder", court_id=None, court_text="Bexley Magistrates’ Court", recorded=True
    )
    assert ask(elsewhere).verdict is NOT


@pytest.mark.parametrize("text", ["Highbury Corner", "Willesden", "DJ Smith", "Hamilton"])
@pytest.mark.parametrize("recorded", [True, False])
def test_a_place_with_no_crown_court_known_is_asked_about_even_in_a_record(
    text: str, recorded: bool
) -> None:
    found = ask(facts("io-murder", court_id=None, court_text=text, recorded=recorded))
    assert result(found, "court") == (CHECK, reasons.COURT_NOT_CROWN, reasons.COURT_ACT)
    assert found.verdict is CHECK
    assert [question.id for question in found.questions] == ["court"]
    out = ask(facts("no-theft", court_id=None, court_text=text, recorded=recorded))
    assert out.verdict is NOT


def test_words_that_fit_part_of_one_name_are_asked_about_where_somebody_can_be_asked() -> None:
    lines = ConvictionFacts(None, text="county lines")
    found = ask(facts(lines))
    said, reason, _ = result(found, "offence")
    assert said is CHECK
    assert "may be this offence: Human trafficking" in reason
    (question,) = found.questions
    assert [answer.value for answer in question.answers] == ["spec-msa-2"]
    assert ask(facts(lines, recorded=True)).verdict is IN


def test_an_unknown_court_does_not_save_an_offence_that_is_out() -> None:
    found = ask(facts("no-theft", court_id=None))
    assert found.verdict is NOT
    assert found.questions == ()


def test_a_court_is_read_from_its_words_or_its_id() -> None:
    assert ask(facts("io-murder", court_id=None, court_text="Leeds")).verdict is IN
    assert ask(facts("io-murder", court_id="nowhere", court_text="Leeds")).verdict is IN
    assert ask(facts("io-murder", court_id="nowhere")).verdict is CHECK


def test_the_courts_can_be_given() -> None:
    none = Courts((), load_court_words())
    assert assess(facts("io-murder"), CATALOGUE, none).verdict is CHECK


def test_a_committal_for_sentence_is_for_a_lawyer() -> None:
    found = ask(facts("io-robbery", committed_for_sentence=True))
    assert result(found, "court") == (CHECK, reasons.COMMITTED, reasons.COURT_ACT)
    assert found.verdict is CHECK
    assert found.questions == ()
    assert ask(facts("io-robbery", committed_for_sentence=False)).verdict is IN


def test_a_magistrates_sentence_is_out_even_where_committal_is_said() -> None:
    found = ask(
        facts(
            "io-robbery",
            court_id=None,
            court_text="Bexley Magistrates’ Court",
            committed_for_sentence=True,
        )
    )
    assert found.verdict is NOT


# The offences


@pytest.mark.parametrize(
    ("offences", "verdict"),
    [
        (("io-robbery",), IN),
        (("no-theft",), NOT),
        (("no-burglary",), CHECK),
        (("no-theft", "io-robbery"), IN),
        (("no-burglary", "io-robbery"), IN),
        (("no-theft", "no-burglary"), CHECK),
        (("no-theft", "no-affray"), NOT),
        ((), CHECK),
    ],
)
def test_one_offence_in_the_scheme_is_enough(offences: tuple[str, ...], verdict: Verdict) -> None:
    assert ask(facts(*offences)).verdict is verdict


@pytest.mark.parametrize(
    ("offences", "said"),
    [
        (("io-robbery", "no-theft"), True),
        (("io-robbery", "no-burglary"), True),
        (("io-robbery", "io-murder"), False),
        (("io-robbery",), False),
        (("no-theft", "no-burglary"), False),
    ],
)
def test_an_offence_that_brings_in_the_others_is_said(
    offences: tuple[str, ...], said: bool
) -> None:
    found = ask(facts(*offences))
    if said:
        assert result(found, "other_offences") == (
            IN,
            reasons.OTHER_OFFENCES,
            reasons.PROCEEDING_ACT,
        )
    else:
        assert "other_offences" not in [test.test for test in found.tests]


def test_the_form_and_the_answers_given_are_used() -> None:
    conspiracy = ConvictionFacts("no-theft", Form.CONSPIRACY)
    found = ask(facts(conspiracy))
    assert (found.verdict, found.forms) == (IN, (Form.CONSPIRACY,))
    violent = ConvictionFacts("no-burglary", answers={"home_violence": "yes"})
    found = ask(facts(violent))
    assert (found.verdict, found.offence_ids) == (IN, ("io-burglary-violence",))


def test_an_id_the_catalogue_does_not_have_is_never_a_no() -> None:
    found = ask(facts("io-nothing"))
    assert result(found, "offence") == (CHECK, reasons.OFFENCE_MISSING, reasons.OFFENCE_ACT)
    assert found.verdict is CHECK
    assert found.offence_ids == ()
    (question,) = found.questions
    assert (question.id, question.text, question.hint, question.conviction) == (
        "offence",
        reasons.ASK_OFFENCE,
        reasons.ASK_OFFENCE_HINT,
        0,
    )


def test_no_conviction_asks_for_the_offence() -> None:
    (question,) = ask(facts()).questions
    assert (question.id, question.text, question.conviction) == ("offence", reasons.ASK_OFFENCE, 0)


def test_a_conviction_with_neither_id_nor_words_asks_for_them() -> None:
    found = ask(told(" "))
    assert result(found, "offence") == (CHECK, reasons.NO_OFFENCE, reasons.OFFENCE_ACT)
    assert asked(found) == ["offence"]


def test_a_question_says_which_conviction_it_is_about() -> None:
    for words, asks in ((" ", "offence"), ("burglary", "home_violence"), ("GBH", "offence")):
        found = ask(facts("no-theft", ConvictionFacts(None, text=words)))
        assert (found.questions[0].id, found.questions[0].conviction) == (asks, 1)


def test_words_are_read_for_the_day_of_sentence() -> None:
    found = ask(told("Making indecent images of children", sentenced_on=date(2019, 3, 1)))
    assert found.verdict is NOT
    assert found.offence_ids == ("no-pre2019-pca78-1",)
    assert result(found, "offence")[1].startswith("Taking, making")


def test_words_not_recognised_ask_which_of_those_nearest() -> None:
    found = ask(told("dealing in stolen explosives widgets"))
    reason = reasons.OFFENCE_UNREAD.format(text="dealing in stolen explosives widgets")
    assert result(found, "offence") == (CHECK, reason, reasons.OFFENCE_ACT)
    (question,) = found.questions
    assert (question.id, question.text, question.conviction) == ("offence", reasons.ASK_WHICH, 0)
    assert question.hint == reasons.ASK_OFFENCE_HINT
    for answer in question.answers:
        offence = CATALOGUE.get(answer.value)
        assert (answer.text, answer.decides) == (offence.title, offence.id)


def test_words_not_recognised_and_near_nothing_ask_for_the_offence() -> None:
    found = ask(told("xyzzy"))
    (question,) = found.questions
    assert (question.text, question.answers) == (reasons.ASK_OFFENCE, ())


def test_words_that_fit_several_offences_that_differ_ask_which() -> None:
    found = ask(facts("no-theft", ConvictionFacts(None, text="GBH")))
    verdict, reason, authority = [
        (test.verdict, test.reason, test.authority) for test in found.tests
    ][2]
    assert verdict is CHECK
    assert reason == reasons.OFFENCE_SEVERAL.format(text="GBH")
    assert authority == reasons.OFFENCE_ACT
    (question,) = found.questions
    assert (question.id, question.conviction) == ("offence", 1)
    assert {answer.value for answer in question.answers} == {"io-oapa-18", "no-oapa-20"}


def test_words_that_fit_several_offences_that_agree_are_answered() -> None:
    found = ask(told("indecent assault"))
    verdict, reason, authority = result(found, "offence")
    assert verdict is IN
    assert reason.startswith("“indecent assault” could be more than one offence, but")
    assert reason.endswith("is on the list of offences, so it is in the scheme.")
    assert authority.startswith("SI 2006/1116")
    assert found.questions == ()
    assert found.offence_ids[0] in {"spec-soa56-14", "spec-soa56-15"}
    found = ask(told("stalking", sentenced_on=date(2019, 3, 1)))
    assert found.verdict is NOT


def test_words_that_fit_several_offences_a_lawyer_must_check_each_ask_which() -> None:
    found = ask(told("forgery terrorism abroad"))
    assert found.verdict is CHECK
    assert asked(found) == ["offence"]
    assert len(found.questions[0].answers) == 5


def test_a_form_given_beside_the_words_wins_over_none_in_them() -> None:
    theft = ConvictionFacts(None, Form.CONSPIRACY, text="theft")
    assert ask(facts(theft)).verdict is IN
    assert ask(told("conspiracy to steal")).verdict is IN
    both = ConvictionFacts(None, Form.ATTEMPT, text="conspiracy to steal")
    assert ask(facts(both)).forms == (Form.ATTEMPT,)


def test_several_offences_in_one_text_are_each_tested() -> None:
    found = ask(told("Affray and robbery"))
    assert [test.verdict for test in found.tests if test.test == "offence"] == [NOT, IN]
    assert found.offence_ids == ("no-affray", "io-robbery")
    assert found.verdict is IN


def test_a_record_is_read_with_its_ordinary_names() -> None:
    weapon = "Possession of a prohibited weapon"
    assert ask(told(weapon)).verdict is CHECK
    assert ask(told(weapon, recorded=True)).verdict is IN
    assert ask(facts("io-assist-offender", recorded=True)).verdict is IN
    assert ask(facts("io-assist-offender")).verdict is CHECK


# The questions


def test_the_questions_of_an_offence_are_asked_with_their_answers() -> None:
    found = ask(facts("no-theft", "no-burglary"))
    assert asked(found) == ["home_violence", "burglary_aim", "third_home_burglary"]
    first = found.questions[0]
    assert first.conviction == 1
    assert first.text == "Was it a home, and was anyone in it hurt, or threatened with violence?"
    assert first.hint
    assert [answer.value for answer in first.answers] == ["yes", "no"]


def test_the_court_is_asked_first_then_the_date_then_the_offence() -> None:
    found = ask(
        facts("no-burglary", "spec-oapa-16", "io-nothing", court_id=None, sentenced_on=None)
    )
    assert asked(found) == [
        "court",
        "sentenced_on",
        "home_violence",
        "burglary_aim",
        "third_home_burglary",
        "offence",
    ]
    date_question = found.questions[1]
    assert (date_question.text, date_question.hint) == (reasons.ASK_DATE, reasons.ASK_DATE_HINT)
    assert (date_question.answers, date_question.conviction) == ((), None)


def test_the_date_is_asked_once() -> None:
    found = ask(facts("spec-oapa-16", "spec-soa03-3", sentenced_on=None))
    assert asked(found) == ["sentenced_on"]
    assert found.verdict is CHECK


def test_what_cannot_change_the_answer_is_not_asked() -> None:
    assert ask(facts("no-burglary", "io-robbery")).questions == ()
    magistrates = facts("no-burglary", court_id=None, court_text="Bexley Magistrates’ Court")
    assert ask(magistrates).questions == ()
    assert asked(ask(facts("no-burglary", "io-robbery", court_id=None))) == ["court"]


# The whole case


@pytest.mark.parametrize("offence", ["no-fraud", "no-theft", "no-false-accounting", "no-affray"])
def test_a_notice_brings_in_the_whole_case(offence: str) -> None:
    found = ask(facts(offence, fraud_notice=True))
    assert found.verdict is IN
    assert result(found, "whole_case") == (IN, reasons.WHOLE_CASE, reasons.WHOLE_CASE_ORDER)


def test_a_notice_answers_the_question_each_fraud_asks() -> None:
    found = ask(facts("no-fraud", fraud_notice=True))
    assert result(found, "offence")[0] is IN
    assert found.offence_ids == ("spec-1Aa-51B",)


def test_without_a_notice_fraud_is_out_and_not_knowing_is_a_question() -> None:
    assert ask(facts("no-fraud", fraud_notice=False)).verdict is NOT
    found = ask(facts("no-fraud"))
    assert found.verdict is CHECK
    assert asked(found) == ["fraud_notice"]
    assert "whole_case" not in [test.test for test in found.tests]


def test_an_answer_about_this_offence_is_kept_over_the_case() -> None:
    said = ConvictionFacts("no-fraud", answers={"fraud_notice": "yes"})
    assert ask(facts(said, fraud_notice=False)).verdict is IN


def test_a_notice_before_its_paragraph_was_in_the_order_is_for_a_lawyer() -> None:
    found = ask(facts("no-theft", fraud_notice=True, sentenced_on=date(2010, 3, 1)))
    assert found.verdict is CHECK
    verdict, reason, _ = result(found, "whole_case")
    assert verdict is CHECK
    assert "6 August 2012" in reason


def test_a_notice_does_not_open_another_court() -> None:
    found = ask(facts("no-fraud", fraud_notice=True, court_id=None, court_text="Leeds Youth Court"))
    assert found.verdict is NOT


# The kind of order


@pytest.mark.parametrize(
    ("kind", "verdict", "overall", "reason"),
    [
        (OrderKind.IMPRISONMENT, IN, IN, reasons.ORDER_COUNTS),
        (OrderKind.FINE, IN, IN, reasons.ORDER_COUNTS),
        (OrderKind.DISCHARGE, IN, IN, reasons.ORDER_COUNTS),
        (OrderKind.HOSPITAL, IN, IN, reasons.ORDER_COUNTS),
        (OrderKind.OTHER, IN, IN, reasons.ORDER_COUNTS),
        (OrderKind.CONFISCATION, IN, IN, reasons.ORDER_CONFISCATION),
        (OrderKind.INTERIM_HOSPITAL, NOT, NOT, reasons.ORDER_INTERIM),
        (OrderKind.DEFERRED, CHECK, CHECK, reasons.ORDER_DEFERRED),
    ],
)
def test_any_order_counts_but_an_interim_hospital_order(
    kind: OrderKind, verdict: Verdict, overall: Verdict, reason: str
) -> None:
    found = ask(facts("io-robbery", order_kind=kind))
    assert result(found, "order") == (verdict, reason, reasons.SENTENCE_ACT)
    assert found.verdict is overall


def test_an_order_in_doubt_does_not_save_an_offence_that_is_out() -> None:
    assert ask(facts("no-theft", order_kind=OrderKind.DEFERRED)).verdict is NOT


def test_an_order_not_known_is_not_tested() -> None:
    assert "order" not in [test.test for test in ask(facts("io-robbery")).tests]


# Time


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({"as_at": datetime(2024, 6, 10, 9, tzinfo=UTC)}, IN),
        ({"received_at": datetime(2024, 6, 10, 9, tzinfo=UTC)}, IN),
        ({"as_at": datetime(2024, 7, 30, 9, tzinfo=UTC)}, NOT),
        (
            {"as_at": datetime(2024, 7, 30, 9, tzinfo=UTC), "varied_on": date(2024, 7, 22)},
            CHECK,
        ),
    ],
)
def test_time_is_said_but_never_changes_whether_it_is_covered(
    more: dict[str, Any], verdict: Verdict
) -> None:
    found = ask(facts("io-robbery", **more))
    said, reason, authority = result(found, "time")
    assert said is verdict
    assert reason
    assert authority
    assert found.verdict is IN


def test_the_2026_act_keeps_time_open_for_a_victim() -> None:
    late = facts(
        "io-robbery",
        sentenced_on=date(2026, 3, 2),
        standing=Standing.VICTIM,
        received_at=datetime(2026, 7, 1, 9, tzinfo=UTC),
        as_at=datetime(2026, 7, 2, 9, tzinfo=UTC),
    )
    assert result(ask(late), "time")[0] is CHECK


@pytest.mark.parametrize(
    ("standing", "verdict"), [(Standing.PUBLIC, NOT), (Standing.VICTIM, CHECK), (None, CHECK)]
)
def test_who_asks_may_matter_for_time(standing: Standing | None, verdict: Verdict) -> None:
    late = facts(
        "io-robbery",
        sentenced_on=date(2026, 3, 2),
        standing=standing,
        received_at=datetime(2026, 3, 20, 9, tzinfo=UTC),
        as_at=datetime(2026, 12, 2, 9, tzinfo=UTC),
    )
    assert result(ask(late), "time")[0] is verdict


def test_a_deferred_sentence_is_timed_as_one() -> None:
    deferred = facts(
        "io-robbery",
        order_kind=OrderKind.DEFERRED,
        as_at=datetime(2024, 7, 30, 9, tzinfo=UTC),
    )
    assert result(ask(deferred), "time")[0] is CHECK


@pytest.mark.parametrize(
    "more",
    [{}, {"as_at": datetime(2024, 6, 10, 9, tzinfo=UTC), "sentenced_on": None}],
)
def test_without_a_moment_or_a_date_time_is_not_tested(more: dict[str, Any]) -> None:
    assert "time" not in [test.test for test in ask(facts("io-robbery", **more)).tests]


# What must hold whatever the facts

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
    committed_for_sentence=st.none() | st.booleans(),
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
    assert ask(facts(offence, sentenced_on=day)).verdict is not NOT


@given(st.sampled_from(list(CATALOGUE)), DAYS)
def test_every_conspiracy_is_in(offence: Any, day: date | None) -> None:
    if day is not None and day < date(1989, 2, 1):
        return
    conspiracy = ConvictionFacts(offence.id, Form.CONSPIRACY)
    assert ask(facts(conspiracy, sentenced_on=day)).verdict is IN


@pytest.mark.parametrize(
    ("court", "verdict"),
    [("Leeds Law Courts", Verdict.MUST_CHECK), ("Leeds Crown Crt", Verdict.IN_SCHEME)],
)
def test_a_court_that_may_be_either_is_not_taken_for_the_crown_court(
    court: str, verdict: Verdict
) -> None:
    facts = Facts(None, date(2019, 3, 15), (ConvictionFacts("io-robbery"),), court_text=court)
    assert assess(facts, load_catalogue()).verdict is verdict
