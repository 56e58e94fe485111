"""Sample words for a made-up letter to one person, in English and in Welsh."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from ulss_tracker.models import LetterKind
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.time import limit_sentences
from ulss_tracker.scheme.time.appeal_deadlines import (
    respondents_notice,
    supreme_court_application,
)
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.deadline import (
    Level,
    file_by,
    last_day,
    slip_rule_last_day,
    time_left,
)
from ulss_tracker.services.core import office_details
from ulss_tracker.services.letters.facts import (
    day_in_words,
    hearing_place,
    moment_in_words,
    time_in_words,
    weekday_in_words,
)
from ulss_tracker.services.letters.kinds import Audience, kind_of
from ulss_tracker.services.letters.letterhead import Head
from ulss_tracker.services.letters.values import ReaderLetter
from ulss_tracker.services.messaging import to_requesters

_TO = {
    Audience.REQUESTER: ["Siân Example", "14 Heol y Bont", "Caerffili", "CF83 0ZZ"],
    Audience.MP: ["Alex Example MP", "House of Commons", "London", "SW1A 0AA"],
    Audience.CPS: ["Crown Prosecution Service", "Appeals and Review Unit"],
}
_CY = "cy"
# A sentence of which nothing may give longer: so nobody is shown a letter that must not be sent.
_LONG_AGO = date(2025, 11, 3)
_WORDS: dict[str, dict[str, list[str]]] = {
    "en": {
        "more": [],
        "needed": [
            "what he was sentenced for, as far as you know",
            "whether anybody else was sentenced with him",
        ],
        "why": [
            "The judge took the guideline for this offence as the starting point and went "
            "above it for the harm done. The sentence was brought down because of the plea of "
            "guilty, by the amount the guideline gives.",
            "Other judges might have passed a longer sentence. This one was within the range "
            "that was open to the judge.",
        ],
        "why_not_in_scheme": [
            "The offence was careless driving. It is not one of the offences that the scheme "
            "covers.",
        ],
        "why_withdrawn": [
            "After the application was sent we were given a report that the judge had read and we "
            "had not. With it, the sentence is within the range that was open to the judge.",
        ],
        "result": ["4 years and 6 months’ imprisonment"],
    },
    _CY: {
        "more": [],
        "needed": [
            "am beth y cafodd ei ddedfrydu, hyd y gwyddoch",
            "a gafodd unrhyw un arall ei ddedfrydu gydag ef",
        ],
        "why": [
            "Cymerodd y barnwr y canllaw ar gyfer y drosedd hon yn fan cychwyn ac aeth yn uwch "
            "na hynny oherwydd y niwed a wnaed. Gostyngwyd y ddedfryd oherwydd y ple euog, yn ôl "
            "y swm y mae’r canllaw yn ei roi.",
            "Gallai barnwyr eraill fod wedi rhoi dedfryd hirach. Roedd hon o fewn yr ystod a "
            "oedd yn agored i’r barnwr.",
        ],
        "why_not_in_scheme": [
            "Gyrru’n ddiofal oedd y drosedd. Nid yw’n un o’r troseddau y mae’r cynllun yn eu "
            "cynnwys.",
        ],
        "why_withdrawn": [
            "Ar ôl i’r cais gael ei anfon, cawsom adroddiad yr oedd y barnwr wedi’i ddarllen ac "
            "nad oeddem ni wedi’i weld. O’i ystyried, mae’r ddedfryd o fewn yr ystod a oedd yn "
            "agored i’r barnwr.",
        ],
        "result": ["4 blynedd a 6 mis o garchar"],
    },
}
_HEARING_PLACE = "Court of Appeal (Criminal Division), Royal Courts of Justice, Strand, London"
_STAFF_WORDS = {
    LetterKind.MP: [
        "You wrote about the sentence on behalf of a constituent. The law officers are considering "
        "it now. I will write to you when they have decided. We write to each person who has asked "
        "us themselves; if your constituent has not, please pass this on to them.",
    ],
    LetterKind.CPS: [
        "The law officers have decided to ask the Court of Appeal for permission to refer this "
        "sentencing. Please tell the victim, if they want to be told, before the end of today: "
        "they should hear it from you before they read it anywhere.",
    ],
}
_AFTER_THE_ANSWER = frozenset(
    {
        LetterKind.HEARING_LISTED,
        LetterKind.INCREASED,
        LetterKind.UNCHANGED,
        LetterKind.LEAVE_REFUSED,
    }
)
_PAPERS = [
    "Report on the case and the CPS’s view of the sentence",
    "Indictment",
    "Sentencing remarks",
    "Pre-sentence report",
    "Victim personal statements",
]


def letter(kind: LetterKind, head: Head, today: date, reader: str) -> ReaderLetter:
    """A made-up letter of this kind, for somebody who is `reader` to the case."""
    language = head["language"]
    audience = kind_of(kind).audience
    sentenced_on = min(today - timedelta(days=40), _LONG_AGO)
    if kind is not LetterKind.OUT_OF_TIME:
        sentenced_on = today - timedelta(days=16)
    last_day_on = last_day(sentenced_on)
    closes_at = file_by(last_day_on)
    now = datetime.combine(today, time(10), tzinfo=UTC)
    to = _TO[audience]
    welsh = language == _CY
    answered_on = day_in_words(working_days().on_or_before(today - timedelta(days=3)), language)
    decided_on = working_days().on_or_before(today - timedelta(days=1))
    heard_on = working_days().on_or_before(today + timedelta(days=30))
    slip_by = slip_rule_last_day(sentenced_on)
    return ReaderLetter(
        **head,
        to=to,
        dear=to[0].removesuffix(" MP") if audience is not Audience.CPS else "colleague",
        reader=reader if audience is Audience.REQUESTER else "public",
        their_reference="ULS-AB12-CD34" if audience is Audience.REQUESTER else "",
        received_on=day_in_words(today - timedelta(days=9), language),
        offender="Gwilym Prŷs-Everett",
        court=load_courts().get("cardiff").name_in(language),
        case_number="T20260001",
        sentenced_on=day_in_words(sentenced_on, language),
        sentence="2 flynedd o garchar" if welsh else "2 years’ imprisonment",
        offences=["Lladrad"] if welsh else ["Robbery"],
        limit=limit_sentences.usual_length(language),
        last_day=day_in_words(last_day_on, language),
        file_by=moment_in_words(closes_at, language) if closes_at > now else "",
        is_time_short=time_left(now, closes_at).level is not Level.PLENTY,
        is_time_over=closes_at <= now,
        may_be_longer=False,
        some_have_longer=limit_sentences.some_have_longer(
            language, partial(weekday_in_words, language=language)
        ),
        decided_on=day_in_words(decided_on, language),
        filed_on=day_in_words(decided_on, language),
        hearing_on=weekday_in_words(heard_on, language),
        hearing_time=time_in_words(time(10, 30), language),
        is_hearing_time_awaited=False,
        hearing_place=hearing_place(_HEARING_PLACE, language),
        answered_on=answered_on if kind in _AFTER_THE_ANSWER else "",
        answer_by=day_in_words(respondents_notice(decided_on).last_day_on, language),
        is_answer_late=False,
        answer_asks="",
        court_on=day_in_words(decided_on, language),
        supreme_court_by=day_in_words(supreme_court_application(decided_on).last_day_on, language),
        slip_rule_by=day_in_words(slip_by if slip_by >= today else None, language),
        other_way="",
        revised_sentence=_WORDS[language]["result"][0],
        papers=_PAPERS,
        status_page=office_details.current().PUBLIC_URL + to_requesters.STATUS_PATH,
        words={part.name: _typed(part.name, kind, today, language) for part in kind_of(kind).parts},
    )


def _typed(name: str, kind: LetterKind, today: date, language: str) -> list[str]:
    days = {"papers_by": 2, "reply_on": 7}
    if name in days:
        return [day_in_words(today + timedelta(days=days[name]), language)]
    if name == "body":
        return _STAFF_WORDS[kind]
    words = _WORDS[language]
    return words.get(f"{name}_{kind.value}", words.get(name, []))
