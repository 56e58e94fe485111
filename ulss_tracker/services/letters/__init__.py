"""Letters: plain values from a review, a sandboxed template, a PDF kept for ever.

`missing` names the facts still to be recorded; `preview` shows the letter with gaps; `issue` keeps
it. What each letter must say is in `referral` and `offender_notice`, with the rule beside it.
"""

from ulss_tracker.services.letters.issuing import MADE, file_name, issue, missing, pdf_of, preview

__all__ = ["MADE", "file_name", "issue", "missing", "pdf_of", "preview"]
