"""The rules' own reason for a "no", in plain words for the person who asked.

It is offered for the letter "not in the scheme" and changed as its writer likes. What a person
answered over the rules is theirs to explain: then nothing is offered.
"""

from ulss_tracker.models import Review
from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import court_kind
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.letters import reader
from ulss_tracker.services.letters.rendering import words

_ELSEWHERE = frozenset({CourtKind.NORTHERN_IRELAND, CourtKind.SCOTLAND, CourtKind.CROWN_DEPENDENCY})


def suggested(review: Review, language: str) -> str:
    """Why the latest assessment says no, a sentence for each test that does; "" without any.

    The court (CJA 1988 s.36(1)(a)), the sentence (s.35(6)) and the offences (s.35(3), (4)).
    """
    assessment = review.assessment
    if assessment is None or assessment.overrides:
        return ""
    failed = {test["test"] for test in assessment.tests if test["verdict"] == Verdict.NOT_IN_SCHEME}
    found = []
    if "court" in failed:
        found.append(_court(review, language))
    if "order" in failed:
        found.append(_order(language))
    if "offence" in failed and "court" not in failed:
        found.append(_offences(review, language))
    return "\n\n".join(found)


def _court(review: Review, language: str) -> str:
    gettext = words(language).gettext
    kind = court_kind(review.case.court_id, review.case.court_text)
    if kind is CourtKind.MAGISTRATES:
        where = gettext("The sentence was passed in a magistrates’ court.")
    elif kind is CourtKind.YOUTH:
        where = gettext("The sentence was passed in a youth court.")
    elif kind in _ELSEWHERE:
        where = gettext("The sentence was passed outside England and Wales.")
    else:
        where = gettext("The sentence was not passed in the Crown Court.")
    only = gettext(
        "The law covers only sentences passed in the Crown Court in England and Wales, whatever "
        "the offence."
    )
    return f"{where} {only}"


def _order(language: str) -> str:
    return words(language).gettext(
        "The court made an interim hospital order, which is not the final sentence. The sentence "
        "that follows can be looked at then, with a time limit of its own. Please ask us again as "
        "soon as it is passed."
    )


def _offences(review: Review, language: str) -> str:
    gettext = words(language).gettext
    names = reader.offence_names(review, language)
    if len(names) == 1:
        said = gettext(
            "The sentence was for this offence: %(offence)s. The law lists the offences whose "
            "sentences can be reviewed. On the day of the sentence this one was not among them."
        )
        return said % {"offence": names[0]}
    said = gettext(
        "The sentence was for these offences: %(offences)s. The law lists the offences whose "
        "sentences can be reviewed. On the day of the sentence none of these was among them."
    )
    return said % {"offences": "; ".join(names)}
