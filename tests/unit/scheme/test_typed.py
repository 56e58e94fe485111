"""Reading what people type: which offence it is, and what is asked."""

import pytest

from tests.support.typed_verdicts import CATALOGUE, CHECK, IN, NOT, counted, verdict
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.reading import read_offences


@pytest.mark.parametrize(
    ("text", "offence", "form"),
    [
        ("s.1 RTA 1988", "io-rta-1", Form.FULL),
        ("Road Traffic Act 1988, section 1", "io-rta-1", Form.FULL),
        ("S.18 O.A.P.A. 1861", "io-oapa-18", Form.FULL),
        ("SOA03 s15A", "no-soa03-15A", Form.FULL),
        ("s29(1)(ba) CDA 98", "spec-cda-29-1-ba", Form.FULL),
        ("rac agg NFS, s29(1)(ba) CDA", "spec-cda-29-1-ba", Form.FULL),
        ("s45 SCA 2007 / s5(3) MDA 1971", "spec-mda-5-3", Form.ENCOURAGING),
        ("s1(1) CAA 1981 / s.1 Theft Act 1968", "no-theft", Form.ATTEMPT),
        ("robbery, contrary to s.1(1) Criminal Attempts Act 1981", "io-robbery", Form.ATTEMPT),
        ("conspiracy, contrary to s.1 CLA 1977", "io-conspiracy-any", Form.FULL),
        ("s.1 CLA 1977", "io-conspiracy-any", Form.FULL),
        ("SCA 2007 s.46", "io-sca07-46", Form.FULL),
        ("s.44 SCA 2007", "no-sca07-44-ew", Form.FULL),
        ("agreed with two others to steal", "no-theft", Form.CONSPIRACY),
        ("aiding and abetting rape", "io-soa03-1", Form.AIDING),
        ("incitement to commit robbery", "io-robbery", Form.INCITEMENT),
        ("robbery (attempt)", "io-robbery", Form.ATTEMPT),
        ("stalking 4A", "spec-pha97-4A", Form.FULL),
        ("fraudulent evasion s170(2) CEMA 1979, cocaine", "spec-cema-170-2-drugs", Form.FULL),
        ("GBH s.20", "no-oapa-20", Form.FULL),
        ("section 18 gbh", "io-oapa-18", Form.FULL),
        ("burglary with intent to inflict GBH, s9(1)(a) Theft Act 1968",
         "io-burglary-io-intent", Form.FULL),
        ("Llofruddiaeth", "io-murder", Form.FULL),
        ("stabbed, s.18 OAPA", "io-oapa-18", Form.FULL),
        ("s.20 OAPA 18 months", "no-oapa-20", Form.FULL),
        ("robbery, flat 7(3)", "io-robbery", Form.FULL),
        ("robbery, he dropped the knife", "io-robbery", Form.FULL),
        ("euog o dreisio", "io-soa03-1", Form.FULL),
        ("achosi marwolaeth drwy yrru’n beryglus", "io-rta-1", Form.FULL),
        ("robery", "io-robbery", Form.FULL),
        ("perverting the corse of justice", "io-perverting", Form.FULL),
        ("mansluaghter", "io-manslaughter", Form.FULL),
        ("arson, wreckless as to life", "io-arson-life", Form.FULL),
        ("deth by dangerus driving", "io-rta-1", Form.FULL),
        ("greivous bodley harm with intent", "io-oapa-18", Form.FULL),
        ("47 OAPA", "no-oapa-47", Form.FULL),
        ("OAPA/18", "io-oapa-18", Form.FULL),
        ("SOA03/25(1)(a), (4)(a), (6)", "io-soa03-25-4a", Form.FULL),
        ("s18 OAPA 1981", "io-oapa-18", Form.FULL),
        ("Immig. Act 1971 s25(1)(a), (6)", "no-imm-25", Form.FULL),
        ("Identity Docs Act 2010 ss 6(1)(a), 6(2)", "no-ida-6", Form.FULL),
        ("adran 2 o Ddeddf Traffig Ffyrdd 1988", "no-rta-2", Form.FULL),
        ("section 5 of the 1956 Act", "io-soa56-5", Form.FULL),
        ("section 14(1) of, and Schedule 2 to, the Sexual Offences Act 1956",
         "spec-soa56-14", Form.FULL),
        ("s.40B", "io-prison-40B", Form.FULL),
        ("s.20, 18 month community order", "no-oapa-20", Form.FULL),
        ("s.47 OAPA, order under s.152 Sentencing Act 2020", "no-oapa-47", Form.FULL),
        ("rape, s.1 SOA 1956", "io-soa56-1", Form.FULL),
        ("criminal damage endangering life", "io-cda-1-2", Form.FULL),
        ("ABH (racially aggravated)", "spec-cda-29-1-b", Form.FULL),
        ("Ymosod gan achosi gwir niwed corfforol wedi'i waethygu ar sail hil",
         "spec-cda-29-1-b", Form.FULL),
        ("Difrod troseddol gan fod yn ddi-hid a fyddai bywyd yn cael ei beryglu",
         "io-cda-1-2", Form.FULL),
        ("Assault by beating of an emergency worker, contrary to section 39 Criminal Justice Act"
         " 1988 and section 1 Assaults on Emergency Workers (Offences) Act 2018",
         "no-emergency-worker", Form.FULL),
    ],
)  # fmt: skip
def test_an_offence_is_read_by_its_name_or_its_provision(
    text: str, offence: str, form: Form
) -> None:
    assert counted(text) == [({offence}, form)]


@pytest.mark.parametrize(
    "text",
    [
        "he killed my son",
        "hit and run, she died",
        "wounding",
        "GBH",
        "acid attack",
        "child abuse",
        "he stalked me for a year",
        "Burglar gets two years",
        "s18/s20",
        "s.18 or s.20 OAPA",
        "s.45 SCA",
        "s.2B",
        "section 2 of that Act",
        "s.1 Theft Act 1968, s.2B",
        "s.3 of the 1999 Act",
        "3 OAPA counts",
        "possessing a paedophile manual, s.63",
        "threatened her with a knife",
        "common assault, a race hate crime",
        "ymosod cyffredin ar sail hil",
        "gyrru'n beryglus gan achosi marwolaeth",
        "theft, contrary to section 21 Theft Act 1968",
        "theft s.99",
        "he killed her, s.20 OAPA",
        "s.99 Theft Act 1968",
        "theft contrary to section 3 of the Widgets Act 1990",
        "Plotting to steal",
        "acquitted of theft",
        "convicted of frobnicating his neighbour and theft. Convicted of doing widgets",
        "I do not know what his conviction was. There was a murder",
        "common assault, he stabbed her",
        "dangerous driving and she was killed",
        "causing death by careless driving, he was drunk",
        "convicted of theft. There was a robbery too",
        "fraud",
        "burglary",
        "Fraud Act 2006",
        "the offence being murder",
        "nothing at all",
    ],
)
def test_what_does_not_settle_it_is_asked(text: str) -> None:
    assert verdict(text) is CHECK


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("fraud, no section 51B notice was given", NOT),
        ("fraud by false representation after a notice under section 51B", IN),
        ("fraud after a notice of transfer", IN),
        ("burglary of a shop at night, nobody there", NOT),
        ("burglary of a house at night, nobody there", CHECK),
        ("burglary with violence to the householder", IN),
        ("sexual activity by a care worker, s.38 SOA 2003, no penetration", NOT),
        ("assisting an offender (the offence being murder)", IN),
        ("causing death by careless driving. He killed my son", NOT),
        ("possession of a shotgun without a certificate", NOT),
        ("racist. ABH", CHECK),
        ("He used racist words. The count was ABH, not the racially aggravated form", NOT),
        ("fraud, sent under s.51B CDA 1998", IN),
        ("Burglary c/t s.9(1)(b) Theft Act 1968, in that he having entered a cafe stole £210", NOT),
        ("Burglary of a house, he stole £210 and was caught in a shop", CHECK),
        ("theft, s.1 TA 1968, in that he intending to keep it took a gun", NOT),
        ("affray; 18 months concurrent; on the 8th day of May", NOT),
        ("affray; frobnication of widgets", CHECK),
        ("affray, and a suspended sentence activated in full imposed for theft", NOT),
    ],
)
def test_facts_in_the_words_answer_what_would_be_asked(text: str, answer: Verdict) -> None:
    assert verdict(text) is answer


def test_a_provision_with_the_name_of_another_offence_asks() -> None:
    for name in ("theft", "affray", "common assault", "perjury"):
        assert verdict(f"{name}, contrary to section 18 OAPA 1861") is CHECK


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1(2)(b)+(3) Crim Damage Act '71", IN),
        ("s.1(2) read with (3) CDA 1971", IN),
        ("s.1(1) and s.1(3) Criminal Damage Act 1971", NOT),
        ("s.1(1) or (2) Criminal Damage Act 1971", CHECK),
        ("MDA 1971 s5(2)/(3)", CHECK),
        ("s.5(2) MDA 1971 / (3)", CHECK),
        ("s.5(2) then (3) MDA 1971", CHECK),
        ("Criminal Damage Act 1971", CHECK),
        ("dan Ddeddf Difrod Troseddol 1971", CHECK),
        ("criminal damage, Criminal Damage Act 1971 s.1(1)", NOT),
        ("criminal damage, Criminal Damage Act 1971", NOT),
        ("s13(1) w/ s9 SOA03", NOT),
        ("s.9(1) w/ s.10 SOA03", IN),
        ("ss.9/13 SOA 2003", CHECK),
        ("s51(1)+(6) CJPOA 94", NOT),
        ("4A(1)(b)(ii)/(5) PHA 97", IN),
        ("DDA 1991 s3(1)/s4(1)", NOT),
        ("A.E.W.(O.) Act 2018, s.1", NOT),
        ("contrary to s.4(1) of the 1883 Explosive Substances Act", IN),
        ("Deddf Troseddau Rhywiol 2003 a.3", IN),
        ("att. theft, s1 CAA + s1 TA68", NOT),
        ("s1 CAA", CHECK),
        ("agg burg s10, 4 x masked males", IN),
        ("DBCD w/ excess alc (s3A)", IN),
        ("offwep + s139 blade", NOT),
    ],
)
def test_a_subsection_said_is_never_dropped_on_the_way_to_a_no(text: str, answer: Verdict) -> None:
    assert verdict(text) is answer


def test_what_is_past_the_longest_text_is_left_to_a_lawyer() -> None:
    assert verdict("affray. " + "and so it went on. " * 3_000 + "murder") is CHECK


def test_nothing_typed_is_nothing_read() -> None:
    assert read_offences(" , ; ", CATALOGUE) == []


def test_of_a_subsection_that_says_less_than_the_rows_each_is_meant() -> None:
    ((ids, _),) = counted("s.4(3) MDA 1971")
    assert ids == {"spec-mda-4-3a-supply", "spec-mda-4-3a-offer", "spec-mda-4-3b"}


def test_without_a_day_the_rows_of_every_day_are_kept() -> None:
    ((ids, _),) = counted("coercive control", None)
    assert ids == {"spec-sca15-76", "no-pre2019-sca15-76", "revoked_orders-spec-sca15-76"}
