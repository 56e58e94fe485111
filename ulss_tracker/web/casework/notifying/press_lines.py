"""The press line of a case: written, and released when victims and family know."""

from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases, press_lines
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page
from ulss_tracker.web.casework.notifying.pages import TAB
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import TextAreaField, VersionedForm, pressed_version


class PressLineForm(VersionedForm):
    """The line, and the version of the one that was looked at."""

    text = TextAreaField(
        "Press line",
        required="Enter the press line",
        hint="Name nobody who asked, and nobody whom a restriction protects.",
        max_length=2_000,
        rows=5,
    )


# Writing one asks for more.
@blueprint.form("/cases/<reference>/press-line", may=Permission.RELEASE_PRESS_LINE)
def press_line(reference: str) -> str | Response:
    """Show what is to be said and what was, and write it."""
    case = cases.get_case(reference)
    lines = press_lines.of_case(case)
    line = lines[0] if lines and lines[0].released_at is None else None
    form = PressLineForm(text=line.text if line else "", version=line.version if line else 0)
    if form.validate_on_submit():
        with RefusalOn(form.text):
            press_lines.write(case, form.text.data, staff(), version=form.seen_version)
            return done(
                "The press line is written. It is not released", "casework.press_line", case
            )
    return case_page(
        "casework/notifying/press-line.html",
        case,
        tab=TAB,
        form=form,
        line=line,
        released=[item for item in lines if item.released_at],
        why_not=press_lines.why_not_release(case),
        untried=notifying.untried_first(case),
        may_release=not case.is_void,
    )


@blueprint.post("/cases/<reference>/press-line/release", may=Permission.RELEASE_PRESS_LINE)
def release_press_line(reference: str) -> Response:
    """Release the line as it was looked at."""
    case = cases.get_case(reference)
    press_lines.release(case, staff(), version=pressed_version())
    return done("The press line is released", "casework.press_line", case)
