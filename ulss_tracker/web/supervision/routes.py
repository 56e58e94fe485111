"""The board: every open review, in the order in which they must be filed."""

from flask import render_template, request

from ulss_tracker.scheme.workflow import State
from ulss_tracker.services import board as boards
from ulss_tracker.web.supervision import blueprint


@blueprint.get("/board")
def board() -> str:
    """Show a page of the board, and what is already with the court; `stage` narrows it."""
    stage = _stage(request.args.get("stage", ""))
    after = request.args.get("after")
    plain = not after and not stage
    return render_template(
        "supervision/board.html",
        page=boards.page(after=after, states={stage}, filed=None)
        if stage
        else boards.page(after=after),
        at_court=boards.page(filed=True) if plain else None,
        summary=boards.summary(),
        without_sentence=boards.without_sentence() if plain else [],
        stages=[state for state in State if state not in {State.TO_TELL, State.CLOSED}],
        stage=stage,
        is_first_page=after is None,
    )


def _stage(value: str) -> State | None:
    return State(value) if value in set(State) else None
