"""The sentences in which the rules explain themselves, and the authorities behind them."""

from datetime import date

from ulss_tracker.scheme.offences.offence import Basis, Offence
from ulss_tracker.scheme.offences.offence_forms import OWN_BASIS, Form
from ulss_tracker.scheme.offences.verdict import Verdict

COURT_ACT = "Criminal Justice Act 1988 s.36(1)(a)"
COURT_MARTIAL_ACT = "Armed Forces Act 2006 s.273"
COURT_MARTIAL_ORDER = "Armed Forces Act 2006 s.273(2) and (3); SI 2009/1168; SI 2009/1169 reg.3"
COMMITTAL_ACT = f"{COURT_ACT}; Sentencing Act 2020 ss.14 to 21; R v Mir [2024] EWCA Crim 239"
OFFENCE_ACT = "Criminal Justice Act 1988 s.35(3) and (4)"
INDICTABLE_ACT = "Criminal Justice Act 1988 s.35(3)(b)(i)"
ORDER_2006 = "SI 2006/1116 Schedule 1"
WHOLE_CASE_ORDER = f"{ORDER_2006} paragraphs 1 and 1A"
ORDER_2019 = "The 2019 Order that added to SI 2006/1116 (its number is not confirmed)"
SENTENCE_ACT = "Criminal Justice Act 1988 s.35(6); Criminal Appeal Act 1968 s.50"
PROCEEDING_ACT = "Criminal Justice Act 1988 s.36(1) and (3)"
ADDED_IN_2019 = "2019 Order"
REVOKED = "revoked Orders"
ORDERS_REVOKED = "SI 1994/119, SI 1995/10, SI 2000/1924 and SI 2003/2267 (revoked on 16 May 2006)"

CROWN_COURT = "The sentence was passed in the Crown Court."
COURT_UNKNOWN = "Which court passed the sentence is not known. It must be the Crown Court."
COURT_NOT_CROWN = (
    "The court named may not be the Crown Court. Which court passed the sentence must be found out."
)
COURT_AS_RECORDED = (
    "The court is taken to be the Crown Court, because the record does not say otherwise."
)
COMMITTED = (
    "A magistrates’ court sent the offender to the Crown Court for sentence. The scheme seems to "
    "cover this: the Crown Court mostly deals with them as if it had convicted them, and the Court "
    "of Appeal has given leave in such a case. That judgment was read only in part."
)
APPEAL = (
    "The Crown Court passed the sentence on an appeal from a magistrates’ court. Whether the "
    "scheme covers that is not settled: no authority was found."
)

NO_OFFENCE = "Which offence the sentence was for is not known."
OFFENCE_MISSING = "This offence is not in the catalogue."
OFFENCE_UNREAD = "We do not recognise “{text}” as an offence in the catalogue."
OFFENCE_TOLD = "“{text}” tells what was done, and not which offence it was."
OFFENCE_GRAVER = "The words about {about} (“{text}”) may make it a graver offence."
OFFENCE_SEVERAL = "“{text}” could be more than one offence, and the answer is not the same for all."
OFFENCE_PERHAPS = "“{text}” may be this offence: {title}. Whether it is must be found out."
OFFENCE_ANY = (
    "“{text}” could be more than one offence, but the answer is the same for all. {reason}"
)
OFFENCE_CATEGORY = (
    "“{text}” is a category of the register and may not be the conviction, so it takes nothing out "
    "of the scheme. Which offence was it?"
)
COURT_MARTIAL_LIST = (
    "{title}, by the Court Martial: it may be covered. It has a list and a time limit of its own "
    "(28 days from the day of sentence): a lawyer must look."
)
OFFENCE_DEPENDS = "{title}: whether it is in the scheme depends on facts not known yet. {note}"

NOT_ON_LIST_THEN = (
    "{title} counts for sentences passed from {begins}. What the law was on {day} is not in the "
    "catalogue."
)
ABOUT_TO_BEGIN = (
    "{title} came onto the list on {begins}, less than 29 days after this sentence. Whether a "
    "sentence still inside its time limit on that day is caught is not settled."
)
NOT_YET_AN_OFFENCE = (
    "{title} did not exist as an offence until {begins}. Check the date or the offence."
)
ACT_NOT_YET = (
    "{title} is an offence under the {act}, which is later than this sentence. Check the date or "
    "the offence: what the law was before that Act was not read."
)
DATE_DECIDES = "{title}: whether it is in the scheme depends on the date of the sentence."
UNVERIFIED = "{title} seems to be {answer}, but its source has not been confirmed."
OPEN_POINT = "{title}: the law is not settled. {reason}"
FORM_SILENT = "Whether {form} counts for this offence at this date is not in the catalogue."

INDICTABLE = "{title} can be tried only in the Crown Court, so it is in the scheme."
SPECIFIED = "{title} is on the list of offences, so it is in the scheme."
NOT_IN = "{title} is not in the scheme. {note}"
ANSWER_IN = "{title} is in the scheme, because the answer to “{question}” is “{answer}”."
ANSWER_NOT = "{title} is not in the scheme, because the answer to “{question}” is “{answer}”."
ANSWER_CHECK = "{title} needs a lawyer, because the answer to “{question}” is “{answer}”."
TAKEN_AS = "This takes it that the answer to “{question}” is “{answer}”."
FORM_IN = "{form}: {title}. {reason} So it is in the scheme."
FORM_NOT = "{form}: {title}. {reason} {title} is not in the scheme, so this is not either."
FORM_CHECK = "{form}: {title}. {reason} So a lawyer must check."

WHOLE_CASE = (
    "A notice was given that this was a case of serious or complex fraud, so every sentence in the "
    "case is in the scheme."
)
OTHER_OFFENCES = (
    "One offence in the scheme is enough. The Court of Appeal may then look at every sentence "
    "passed on this offender in the same proceedings."
)

BASIS_INDICTABLE = f"{{offence}}: triable only on indictment ({INDICTABLE_ACT})"
BASIS_SPECIFIED = "{offence}: specified by order ({where})"
BASIS_WHOLE_CASE = f"The whole case: of a description specified by order ({WHOLE_CASE_ORDER})"

ORDER_COUNTS = "Any sentence counts, whatever its kind."
ORDER_INTERIM = (
    "An interim hospital order is not a sentence for this scheme. The sentence that follows it "
    "will be, with its own time limit."
)
ORDER_DEFERRED = (
    "The judge put off the sentence. Whether that can be reviewed is not confirmed. The sentence "
    "passed later will have its own time limit."
)
ORDER_CONFISCATION = (
    "A confiscation order counts as a sentence. If it was postponed, a lawyer must check the time "
    "limit."
)

ASK_COURT = "Which court passed the sentence?"
ASK_COURT_HINT = "For example Leeds Crown Court."
ASK_DATE = "On what date was the sentence passed?"
ASK_DATE_HINT = "What is in the scheme depends on the date of the sentence, not of the offence."
ASK_OFFENCE = "What was the offender convicted of?"
ASK_OFFENCE_HINT = "The offence in the court’s record, which may not be the one in the news."
ASK_WHICH = "Which of these was the offence?"

_ANSWERS = {
    Verdict.IN_SCHEME: "in the scheme",
    Verdict.NOT_IN_SCHEME: "not in the scheme",
}


def day_words(day: date) -> str:
    """A date as people read it: 19 November 2019."""
    return f"{day.day} {day:%B %Y}"


def unverified(offence: Offence) -> str:
    """Why an unconfirmed row gives no firm answer."""
    verdict = Verdict.IN_SCHEME if offence.in_scheme else Verdict.NOT_IN_SCHEME
    return UNVERIFIED.format(title=offence.title, answer=_ANSWERS[verdict])


def authority_of(offence: Offence) -> str:
    """The law that puts an offence in or leaves it out, with the offence's own provision."""
    if offence.basis is Basis.INDICTABLE_ONLY:
        return f"{INDICTABLE_ACT}; {offence.citation}"
    if offence.basis is Basis.NOT_IN_SCHEME:
        return f"{OFFENCE_ACT}; {offence.citation}"
    return f"{list_of(offence)}; {offence.citation}"


def list_of(offence: Offence) -> str:
    """Where the list of offences names it. The 2019 Order's own paragraphs are not confirmed."""
    if offence.paragraph == REVOKED:
        return ORDERS_REVOKED
    if offence.paragraph == ADDED_IN_2019:
        return ORDER_2019
    return f"{ORDER_2006} paragraph {offence.paragraph}"


def basis_of(offence: Offence, form: Form, authority: str) -> str:
    """Why an offence that is in the scheme is: Criminal Justice Act 1988 s.35(3).

    A row that is not in by itself is in by an answer that makes it triable only on indictment.
    authority: that of the verdict, which for a form short of the offence names its own rule.
    """
    name = offence.title if form is Form.FULL else f"{form.label}: {offence.title}"
    if offence.basis is Basis.SPECIFIED and form not in OWN_BASIS:
        where = list_of(offence) if form is Form.FULL else authority
        return BASIS_SPECIFIED.format(offence=name, where=where)
    return BASIS_INDICTABLE.format(offence=name)


def by_basis(offence: Offence) -> str:
    """Why the full offence is in the scheme or not, from its row."""
    if offence.basis is Basis.INDICTABLE_ONLY:
        return INDICTABLE.format(title=offence.title)
    if offence.basis is Basis.SPECIFIED:
        return SPECIFIED.format(title=offence.title)
    return NOT_IN.format(title=offence.title, note=offence.note).strip()
