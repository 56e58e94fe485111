"""Recording the offences of a sentence from its charge sheet."""

from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import charge_sheets, sentences
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.casework.cases.sentence_forms import ChargeSheetForm
from ulss_tracker.web.casework.cases.sentences import open_review
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff


@blueprint.form(
    "/reviews/<int:review_id>/sentences/<int:sentence_id>/charge-sheet", may=Permission.WORK_CASES
)
def add_charge_sheet(review_id: int, sentence_id: int) -> str | Response:
    """Paste a charge sheet, tick its convictions, and record them all."""
    review = open_review(review_id)
    sentence = sentences.find_sentence(review, sentence_id)
    form = ChargeSheetForm(version=review.version, sheet=charge_sheets.pasted_before(review))
    form.sentenced_on = sentence.sentenced_on
    if form.validate_on_submit() and not form.convictions.is_to_show:
        recorded = charge_sheets.record(
            review,
            sentence,
            form.sheet.data,
            form.convictions.answer or "",
            staff(),
            form.seen_version,
        )
        number = len(recorded)
        return done(f"{number} offence{'' if number == 1 else 's'} recorded", review)
    return review_page("casework/cases/charge-sheet.html", review, sentence=sentence, form=form)
