"""All that waits, taking it, the hand-over at the end of the day, and the private office's week."""

from flask import render_template, request
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.cases import press_lines
from ulss_tracker.services.waiting import hand_over as handing_over
from ulss_tracker.services.waiting import lists, upcoming, waits
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.waiting import answers, links
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff


@blueprint.get("/waiting", may=Permission.SEE_CASES)
def all_that_waits() -> str:
    """Everything that waits for this person now, a page at a time."""
    after = request.args.get("after")
    page = lists.page(staff(), after)
    return render_template(
        "casework/waiting/all.html",
        page=page,
        given=lists.to_answer(page.rows),
        after=after,
        links=links,
    )


# What waits says for itself whose it is.
@blueprint.post("/waiting/<int:wait_id>/take", may=Permission.SEE_CASES)
def take_wait(wait_id: int) -> Response:
    """Take what waits; the others are told."""
    wait = waits.get(wait_id)
    waits.take(wait, staff())
    if wait.kind.is_given and wait.for_id is not None:
        return done(answers.accepted(wait), "casework.home")
    word = "Seen" if wait.kind.ends_when_taken else "You have it"
    return done(f"{word}: {wait.kind.label[0].lower()}{wait.kind.label[1:]}", "casework.home")


@blueprint.get("/hand-over", may=Permission.WORK_CASES)
def hand_over() -> str:
    """Everything that this person holds and that is promised, for whoever takes over."""
    return render_template(
        "casework/waiting/hand-over.html",
        hand_over=handing_over.of(staff()),
        address=links.address,
    )


@blueprint.get("/this-week", may=Permission.SEE_DECISIONS)
def this_week() -> str:
    """The private office's week: upcoming, decided, and a tick or an alarm for each filing."""
    may_release = may(staff().role, Permission.RELEASE_PRESS_LINE)
    return render_template(
        "casework/waiting/this-week.html",
        upcoming=upcoming.this_week(),
        with_officer=upcoming.with_officer,
        decided=upcoming.decided(),
        press_lines=press_lines.unreleased() if may_release else (),
    )
