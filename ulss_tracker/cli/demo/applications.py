"""The words of the demo's applications, by the name a story gives them."""

from ulss_tracker.services.referral.applications import Prepared
from ulss_tracker.services.referral.submissions import Words

_LINKS = (
    "https://documents.example.gov.uk/indictment\n"
    "https://documents.example.gov.uk/prosecution-opening\n"
    "https://documents.example.gov.uk/sentencing-remarks"
)

_DANGEROUS_DRIVING = Prepared(
    facts=(
        "At about 11.20pm on a Saturday the offender raced another car along a 30mph road in a "
        "built-up area. He was driving at between 72mph and 80mph when he went through a red "
        "light and struck a pedestrian aged 19, who was crossing with the lights in her favour. "
        "She died at the scene. He drove away, left the car four miles off and was arrested the "
        "next morning."
    ),
    aggravating=(
        "He was racing. He was well over the speed limit. He drove through a red light. He did "
        "not stop. He had been disqualified from driving twice before and had been warned about "
        "his speed by a passenger minutes earlier."
    ),
    mitigating=(
        "He pleaded guilty at the plea and trial preparation hearing. He was 23. The judge "
        "accepted that his remorse was real and that he had caring duties for a younger brother."
    ),
    why_lenient=(
        "1. The judge took a starting point of 7 years, which does not reflect a prolonged "
        "course of racing at more than twice the limit.\n\n"
        "2. The judge gave too little weight to the offender leaving the scene and to his "
        "earlier disqualifications.\n\n"
        "3. The reduction for mitigation before credit for plea was greater than the mitigation "
        "could bear, with the result that the sentence falls outside the range that a judge "
        "could reasonably consider appropriate."
    ),
    authorities="Attorney General's Reference (No 4 of 1989)\nR v Mir [2024] EWCA Crim 239",
    document_links=_LINKS,
)

_OTHER = Prepared(
    facts=(
        "The facts were opened to the court by the prosecution and were not in dispute. A full "
        "note of the opening and the sentencing remarks are among the material documents."
    ),
    aggravating="The offending was planned, and was committed while on licence.",
    mitigating="There was some delay for which the offender was not responsible.",
    why_lenient=(
        "The judge's starting point did not reflect the offender's culpability or the harm "
        "caused, and the sentence falls outside the range that a judge, weighing all the relevant "
        "factors, could reasonably consider appropriate."
    ),
    authorities="Attorney General's Reference (No 4 of 1989)",
    document_links=_LINKS,
)

ADVICE = (
    "The starting point was below the range for this category and the reduction for mitigation "
    "went too far. Counsel for the Crown below agrees. Two of the three arguments are strong; the "
    "third adds little."
)
WORDS = Words(
    facts=_OTHER.facts,
    advice="",
    victims_view="They ask that the sentence be looked at again, whatever comes of it.",
)
APPLICATIONS = {
    "referral": _DANGEROUS_DRIVING,
    "filed": _OTHER,
    "served": _OTHER,
    "increased": _OTHER,
}
