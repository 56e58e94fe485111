"""Letters: plain values from a case, a sandboxed template, a PDF kept for ever.

`draft` begins a letter and `change` keeps what is typed for it; `check` is the second person's;
`issue` makes it and keeps it, and `issue_one` does so once however often it is called. `prepared`
names the facts still to be recorded, and where. What each kind is, and when it may be issued, is in
`kinds`; what the court documents must say is in `referral`, `offender_notice` and `withdrawal`.
"""

from ulss_tracker.services.letters.drafting import (
    LANGUAGES,
    again,
    change,
    check,
    discard,
    draft,
    needs_check,
    size_for,
)
from ulss_tracker.services.letters.drafts import get, issued_by_machine, of_review, unfinished_of
from ulss_tracker.services.letters.issuing import (
    blocked,
    file_name,
    issue,
    issue_one,
    pdf_of,
    replaced_by,
)
from ulss_tracker.services.letters.kinds import Audience, Part, allowed_kinds, kind_of
from ulss_tracker.services.letters.preparing import prepared, preview, shown
from ulss_tracker.services.letters.rendering import template_version, text_of, to_html, to_pdf
from ulss_tracker.services.letters.sample import sample_texts, sample_values
from ulss_tracker.services.letters.sending import carried_by, how_it_goes, kind_for
from ulss_tracker.services.letters.subject import LetterInput, LetterSubject, as_typed, of_draft
from ulss_tracker.services.letters.subject import of_review as about
from ulss_tracker.services.letters.values import Place
