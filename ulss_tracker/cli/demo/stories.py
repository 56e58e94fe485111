"""The demo's cases: invented people, real law, dates counted back from today.

Each story says how long ago the sentence was passed and which steps the review has taken since.
"""

from dataclasses import dataclass, field

from ulss_tracker.cli.demo.people import CASEWORKER, SECOND_CASEWORKER, Person
from ulss_tracker.models import Channel, DecisionChoice, Plea
from ulss_tracker.scheme.eligibility import OrderKind
from ulss_tracker.scheme.forms import Form
from ulss_tracker.scheme.time_limits import Standing
from ulss_tracker.scheme.workflow import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Crime:
    """An offence sentenced, by its id in the catalogue."""

    offence_id: str
    form: Form = Form.FULL
    answers: dict[str, str] = field(default_factory=dict)
    plea: Plea = Plea.GUILTY_PLEA


@dataclass(frozen=True, slots=True, kw_only=True)
class Offender:
    """One offender of a case, what they were sentenced to, and how far their review has come."""

    name: str
    days_ago: int
    crimes: tuple[Crime, ...] = ()
    order_kind: OrderKind = OrderKind.IMPRISONMENT
    text: str = ""
    address: str = ""
    steps: tuple[Step, ...] = ()
    decision: DecisionChoice | None = None
    application: str = ""
    is_filed: bool = False
    is_served: bool = False
    endings: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A request, and the case that was opened from it (or none yet)."""

    court: str
    number: str
    requester: str
    standing: Standing
    offence: str
    reason: str
    offenders: tuple[Offender, ...]
    channel: Channel = Channel.FORM
    received_days_after: int = 2
    holder: Person = CASEWORKER
    is_opened: bool = True


_TO_PAPERS = (Step.REQUEST_PAPERS,)
_TO_RECEIVED = (*_TO_PAPERS, Step.RECEIVE_PAPERS)
_TO_ADVICE = (*_TO_RECEIVED, Step.ASK_ADVICE)
_TO_COUNSEL = (*_TO_ADVICE, Step.RECEIVE_ADVICE, Step.INSTRUCT_COUNSEL)
_TO_LAW_OFFICERS = (*_TO_ADVICE, Step.RECEIVE_ADVICE, Step.SEND_TO_LAW_OFFICERS)

STORIES: tuple[Story, ...] = (
    Story(
        court="Leeds",
        number="13AB7001226",
        requester="Ruth Holloway",
        standing=Standing.BEREAVED_FAMILY,
        offence="Causing death by dangerous driving",
        reason="He was racing, he had been banned before, and he drove off. Our daughter was 19.",
        offenders=(
            Offender(
                name="Craig Dunmore",
                days_ago=24,
                crimes=(Crime(offence_id="io-rta-1"),),
                text="4 years 6 months' imprisonment and disqualified from driving for 6 years",
                address="HMP Leeds\n2 Gloucester Terrace\nLeeds\nLS12 2TJ",
                steps=_TO_LAW_OFFICERS,
                decision=DecisionChoice.REFER,
                application="referral",
            ),
        ),
    ),
    Story(
        court="Snaresbrook",
        number="01ZD3300426",
        requester="Daniel Osei",
        standing=Standing.VICTIM,
        offence="GBH with intent",
        reason="I was stabbed three times. The sentence does not reflect what he set out to do.",
        offenders=(
            Offender(
                name="Leon Marsh",
                days_ago=27,
                crimes=(Crime(offence_id="io-oapa-18", plea=Plea.VERDICT),),
                text="5 years' imprisonment",
                address="HMP Thameside\nGriffin Manor Way\nLondon\nSE28 0FJ",
                steps=_TO_LAW_OFFICERS,
            ),
        ),
    ),
    Story(
        court="Manchester Crown Square",
        number="06AA2204126",
        requester="Farah Iqbal",
        standing=Standing.PUBLIC,
        offence="Robbery",
        reason="Two men robbed a shop with a machete and one of them was let off lightly.",
        holder=SECOND_CASEWORKER,
        offenders=(
            Offender(
                name="Kyle Brannigan",
                days_ago=19,
                crimes=(Crime(offence_id="io-robbery"),),
                text="3 years' imprisonment",
                steps=_TO_ADVICE,
            ),
            Offender(
                name="Jordan Peel",
                days_ago=12,
                crimes=(Crime(offence_id="io-robbery"),),
                order_kind=OrderKind.SUSPENDED,
                text="2 years' imprisonment suspended for 2 years",
                steps=_TO_RECEIVED,
            ),
        ),
    ),
    Story(
        court="Swansea",
        number="62SA1100926",
        requester="Carys Bevan",
        standing=Standing.BEREAVED_FAMILY,
        offence="Manslaughter",
        reason="Mae'r ddedfryd yn rhy fyr. Roedd fy mrawd yn ddyn da.",
        offenders=(
            Offender(
                name="Iwan Prosser",
                days_ago=16,
                crimes=(Crime(offence_id="io-manslaughter"),),
                text="6 years' imprisonment",
                steps=_TO_COUNSEL,
            ),
        ),
    ),
    Story(
        court="Central Criminal Court",
        number="01CP0045726",
        requester="Rt Hon Alex Penrose MP",
        standing=Standing.MP,
        offence="Murder",
        reason="My constituents ask whether the minimum term takes account of the planning.",
        channel=Channel.LETTER,
        offenders=(
            Offender(
                name="Victor Lisle",
                days_ago=9,
                crimes=(Crime(offence_id="io-murder", plea=Plea.VERDICT),),
                order_kind=OrderKind.LIFE,
                text="Life imprisonment with a minimum term of 17 years",
                steps=_TO_PAPERS,
            ),
        ),
    ),
    Story(
        court="Bristol",
        number="52SB0310326",
        requester="Helen Marchetti",
        standing=Standing.VICTIM,
        offence="Stalking",
        reason="He followed me for two years and the sentence was suspended.",
        channel=Channel.PHONE,
        offenders=(
            Offender(
                name="Simon Garrick",
                days_ago=6,
                crimes=(Crime(offence_id="spec-pha97-4A"),),
                order_kind=OrderKind.SUSPENDED,
                text="18 months' imprisonment suspended for 2 years",
            ),
        ),
    ),
    Story(
        court="Nottingham",
        number="31NG0088126",
        requester="Olu Adeyemi",
        standing=Standing.PUBLIC,
        offence="Burglary",
        reason="They broke into an old man's house while he was asleep.",
        holder=SECOND_CASEWORKER,
        offenders=(
            Offender(
                name="Dean Cutler",
                days_ago=8,
                crimes=(Crime(offence_id="no-burglary"),),
                text="14 months' imprisonment",
            ),
        ),
    ),
    Story(
        court="Preston",
        number="04PR0210726",
        requester="Inspector J Kaur",
        standing=Standing.PROSECUTOR,
        offence="Rape",
        reason="The judge placed the case in the wrong category of the guideline.",
        channel=Channel.EMAIL,
        offenders=(Offender(name="Mark Tillotson", days_ago=3),),
    ),
    Story(
        court="Cardiff",
        number="62CF0331926",
        requester="Sioned Parry",
        standing=Standing.ON_BEHALF,
        offence="Possession with intent to supply class A drugs",
        reason="He ran children between three counties.",
        offenders=(
            Offender(
                name="Aaron Fitch",
                days_ago=40,
                crimes=(Crime(offence_id="spec-mda-5-3"),),
                text="2 years 8 months' imprisonment",
                address="HMP Cardiff\n1 Knox Road\nCardiff\nCF24 0UG",
                steps=_TO_LAW_OFFICERS,
                decision=DecisionChoice.REFER,
                application="filed",
                is_filed=True,
            ),
        ),
    ),
    Story(
        court="Newcastle upon Tyne",
        number="10NE0150926",
        requester="Grace Lindqvist",
        standing=Standing.VICTIM,
        offence="Robbery",
        reason="He took everything I had, with a knife at my throat.",
        offenders=(
            Offender(
                name="Neil Sowerby",
                days_ago=62,
                crimes=(Crime(offence_id="io-robbery", plea=Plea.VERDICT),),
                text="7 years' imprisonment",
                address="HMP Durham\nOld Elvet\nDurham\nDH1 3HU",
                steps=_TO_LAW_OFFICERS,
                decision=DecisionChoice.REFER,
                application="served",
                is_filed=True,
                is_served=True,
                endings=(Step.LIST_HEARING,),
            ),
        ),
    ),
    Story(
        court="Maidstone",
        number="46MD0140726",
        requester="Adaeze Bright",
        standing=Standing.VICTIM,
        offence="Arson",
        reason="We were asleep upstairs when he set fire to the door.",
        offenders=(
            Offender(
                name="Owen Tarrant",
                days_ago=34,
                crimes=(Crime(offence_id="io-arson-life"),),
                text="3 years 4 months' imprisonment",
                address="HMP Elmley\nChurch Road\nEastchurch\nKent\nME12 4DZ",
                steps=_TO_LAW_OFFICERS,
                decision=DecisionChoice.REFER,
                application="served",
                is_filed=True,
                is_served=True,
            ),
        ),
    ),
    Story(
        court="Lewes",
        number="47LE0120526",
        requester="Bernard Tate",
        standing=Standing.PUBLIC,
        offence="ABH",
        reason="A community order for breaking a man's jaw is no punishment.",
        offenders=(
            Offender(
                name="Ricky Vaughan",
                days_ago=20,
                crimes=(Crime(offence_id="no-oapa-47"),),
                order_kind=OrderKind.COMMUNITY,
                text="12 month community order",
                endings=(Step.CLOSE_NOT_IN_SCHEME, Step.CLOSE),
            ),
        ),
    ),
    Story(
        court="Norwich",
        number="36NW0077126",
        requester="Imogen Pryce",
        standing=Standing.PUBLIC,
        offence="Perverting the course of justice",
        reason="She lied to the court and got a suspended sentence.",
        offenders=(
            Offender(
                name="Dawn Ferris",
                days_ago=45,
                crimes=(Crime(offence_id="io-perverting"),),
                order_kind=OrderKind.SUSPENDED,
                text="20 months' imprisonment suspended for 2 years",
                steps=_TO_LAW_OFFICERS,
                decision=DecisionChoice.DO_NOT_REFER,
            ),
        ),
    ),
    Story(
        court="Birmingham",
        number="20BW0299826",
        requester="Samir Haddad",
        standing=Standing.BEREAVED_FAMILY,
        offence="Manslaughter",
        reason="Four years for a life.",
        offenders=(
            Offender(
                name="Todd Renshaw",
                days_ago=130,
                crimes=(Crime(offence_id="io-manslaughter", plea=Plea.VERDICT),),
                text="4 years' imprisonment",
                address="HMP Birmingham\nWinson Green Road\nBirmingham\nB18 4AS",
                steps=_TO_LAW_OFFICERS,
                decision=DecisionChoice.REFER,
                application="increased",
                is_filed=True,
                is_served=True,
                endings=(Step.LIST_HEARING, Step.RECORD_INCREASED, Step.CLOSE),
            ),
        ),
    ),
    Story(
        court="Exeter",
        number="50EX0041526",
        requester="Walter Coombe",
        standing=Standing.PUBLIC,
        offence="Robbery",
        reason="I only heard about this sentence last week.",
        channel=Channel.LETTER,
        received_days_after=280,
        offenders=(
            Offender(
                name="Paul Trevanion",
                days_ago=300,
                crimes=(Crime(offence_id="io-robbery"),),
                text="30 months' imprisonment",
                endings=(Step.CLOSE_OUT_OF_TIME,),
            ),
        ),
    ),
    Story(
        court="Truro",
        number="",
        requester="Morwenna Hicks",
        standing=Standing.VICTIM,
        offence="Sexual assault",
        reason="I want to know if anything more can be done.",
        received_days_after=3,
        is_opened=False,
        offenders=(Offender(name="Alan Skewes", days_ago=4),),
    ),
    Story(
        court="Wolverhampton",
        number="",
        requester="Bukola Ellis-O’Neill",
        standing=Standing.BEREAVED_FAMILY,
        offence="Death by careless driving",
        reason="My mother was on a crossing. He was on his phone.",
        received_days_after=25,
        is_opened=False,
        offenders=(Offender(name="Stuart Pell", days_ago=26),),
    ),
    Story(
        court="Basingstoke Magistrates’ Court",
        number="",
        requester="Jim Fowler",
        standing=Standing.PUBLIC,
        offence="Common assault",
        reason="He should have gone to prison.",
        received_days_after=10,
        is_opened=False,
        offenders=(Offender(name="Gary Nokes", days_ago=11),),
    ),
)
