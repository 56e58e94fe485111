"""Pages to read: the start page, what the scheme is, and the notices every service has."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import abort, redirect, render_template, request, session, url_for
from flask_babel import get_locale, lazy_gettext
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.scheme.law import retention
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.workflow import complaint_clock
from ulss_tracker.services.core import office_details
from ulss_tracker.services.requests import public_figures
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.errors import DatabaseUnreachable, abandon
from ulss_tracker.web.core.language import LANGUAGES, chosen
from ulss_tracker.web.core.law_obeyed import obey_lately
from ulss_tracker.web.public import blueprint, steps, support_lines

INFORMATION = {
    "what-unduly-lenient-means": lazy_gettext("What “unduly lenient” means"),
    "time-limit": lazy_gettext("The time limit"),
    "what-happens-next": lazy_gettext("What happens after you ask"),
    "support": lazy_gettext("Help and support"),
    "figures": lazy_gettext("Our figures, and how to complain"),
}


# Pages that only say something, by their endpoints: the address, and the template.
_PLAIN = {
    "accessibility": ("/accessibility", "accessibility"),
    "closed": ("/request/closed", "closed"),
    "cookies": ("/cookies", "cookies"),
    "deleted": ("/request/deleted", "deleted"),
    "equality_thanks": ("/equality/thank-you", "equality-thanks"),
    "feedback_thanks": ("/feedback/thank-you", "feedback-thanks"),
    "lost_code_asked": ("/status/lost-code/asked", "status/lost-code-asked"),
}


def _drawn(template: str) -> Callable[[], str]:
    return lambda: render_template(f"public/{template}.html")


for _endpoint, (_address, _template) in _PLAIN.items():
    blueprint.add_url_rule(_address, _endpoint, _drawn(_template), may=ANYONE)


@blueprint.before_request
def _read_without_database() -> None:
    if request.endpoint in {"public.start", "public.information", "public.privacy"}:
        obey_lately()


@blueprint.get("/", may=ANYONE)
def start() -> str:
    """The start page: what the scheme is, who can ask, by when."""
    return render_template("public/start.html", first_step=steps.first_url())


@blueprint.get("/information/<name>", may=ANYONE)
def information(name: str) -> str:
    """One of the pages that explain the scheme."""
    if name not in INFORMATION:
        abort(404)
    return render_template(
        f"public/information/{name}.html",
        titles=INFORMATION,
        name=name,
        example=_example(),
        lines=support_lines.with_number(support_lines.LINES.values()),
        years=_years() if name == "figures" else (),
        answer_days=office_details.current().ANSWER_WORKING_DAYS,
        complaint_days=complaint_clock.ANSWER_WITHIN,
    )


def _years() -> list[public_figures.YearFigures] | None:
    """The figures of closed years; None while the database that holds them is away."""
    try:
        return public_figures.closed_years()
    except DatabaseUnreachable:
        abandon()
        return None


@blueprint.get("/privacy", may=ANYONE)
def privacy() -> str:
    """Show how the office uses what people tell us."""
    own, language = office_details.current(), chosen()
    kept = [
        (rule.words("what", language), rule.kept(language, getattr(own, rule.setting, None)))
        for rule in retention.rules()
        if rule.signed or rule.then is not retention.Then.PERSON
    ]
    return render_template("public/privacy.html", draft_hours=own.DRAFT_HOURS, kept=kept)


@blueprint.get("/language/<code>", may=ANYONE)
def language(code: str) -> Response:
    """Read the pages in another language, from the page one was on."""
    if code not in LANGUAGES:
        abort(404)
    session["language"] = code
    return redirect(_own_address(request.args.get("next", "")))


# Pages with somebody's own words on them, by what to come back to once they were hidden.
_HIDDEN_AS = {
    "public.files": "files",
    "public.check_answers": "check-answers",
    "public.send": "check-answers",
    "public.sent": "sent",
    "public.copy": "sent",
    "public.show_status": "status",
    "public.status_letter": "status",
    "public.withdraw": "status",
    "public.correct_contact": "status",
    "public.prove_contact": "status",
    "public.add_to_request": "status",
    "public.call_back": "status",
}


@blueprint.context_processor
def hidden_as() -> dict[str, object]:
    """Name what hides this page when somebody comes back to it after "Exit this page"."""
    if request.endpoint == "public.step":
        return {"hidden_as": (request.view_args or {}).get("name")}
    return {"hidden_as": _HIDDEN_AS.get(str(request.endpoint))}


@blueprint.app_template_global()
def language_links() -> list[dict[str, object]]:
    """The switch between languages, at the top of every public page and of every error's."""
    current = str(get_locale() or "en")
    address = request.full_path.rstrip("?") if request.method == "GET" else request.path
    hidden = {"en": "Change the language to ", "cy": "Newid yr iaith i’r "}
    return [
        {
            "lang": code,
            "text": name,
            "href": url_for("public.language", code=code, next=address),
            "current": code == current,
            "hidden_text": hidden[code],
        }
        for code, name in LANGUAGES.items()
    ]


def _own_address(address: str) -> str:
    """`address` when it is a page of ours, else the start page."""
    parts = urlsplit(address.replace("\\", "/"))
    is_path = parts.path.startswith("/") and not parts.path.startswith("//")
    if parts.scheme or parts.netloc or not is_path:
        return url_for("public.start")
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _example() -> dict[str, object]:
    """The deadline of a sentence passed today, as an example of how the days are counted."""
    return {"today": clock.today(), "from_today": deadline.work_out(clock.today())}
