"""Like cases of this office: in figures, and each sentence behind them."""

from flask import request

from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases
from ulss_tracker.services.register import like_cases, released
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_page


@blueprint.get("/reviews/<int:review_id>/like-cases", may=Permission.SEE_CASES)
def show_like_cases(review_id: int) -> str:
    """Show what the office did with like sentences; `rows` opens a line's sentences."""
    review = cases.get_review(review_id)
    by_offence = like_cases.of_review(review)
    lines = [line for offence_lines in by_offence.values() for line in offence_lines]
    number = request.args.get("rows", -1, int)
    return review_page(
        "casework/referral/like-cases.html",
        review,
        by_offence=by_offence,
        opened=lines[number] if 0 <= number < len(lines) else None,
        release=released,
        own_from=like_cases.FROM_YEAR,
    )
