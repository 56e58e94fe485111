"""The board: every open review, in the order in which they must be filed."""

from flask import Blueprint, render_template, request

from ulss_tracker.scheme.workflow import State
from ulss_tracker.services import board as boards

blueprint = Blueprint("supervision", __name__, url_prefix="/supervision")


@blueprint.get("/board")
def board() -> str:
    """Show a page of the board; `stage` narrows it."""
    stage = _stage(request.args.get("stage", ""))
    after = request.args.get("after")
    return render_template(
        "supervision/board.html",
        page=boards.page(after=after, state=stage),
        summary=boards.summary(),
        without_sentence=[] if after or stage else boards.without_sentence(),
        stages=[state for state in State if state is not State.CLOSED],
        stage=stage,
        is_first_page=after is None,
    )


def _stage(value: str) -> State | None:
    return State(value) if value in set(State) else None
