"""The board: all that has time running in the order in which to act, to print or take away."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.models import ListName
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.time.bands import Band
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.scheme.workflow.standing import Standing
from ulss_tracker.services.core.paging import Ordering
from ulss_tracker.services.desk import looks
from ulss_tracker.services.people import absences, rota
from ulss_tracker.services.protection import audit
from ulss_tracker.services.supervision import board as boards
from ulss_tracker.services.supervision import board_order, board_sheet
from ulss_tracker.services.supervision.board_filter import BoardFilter
from ulss_tracker.services.supervision.board_row import BoardRow
from ulss_tracker.services.supervision.exceptions import handed_over
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.in_place import in_place
from ulss_tracker.web.core.lists import FilterForm, Listing
from ulss_tracker.web.core.saved_views import views_of
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.core.spreadsheets import spreadsheet
from ulss_tracker.web.core.ticked import review_actions
from ulss_tracker.web.forms import Choice, Column, ColumnsField, SelectField, choices_of
from ulss_tracker.web.supervision import blueprint

NOBODY = "nobody"
OUTSIDE_CASE = "no_case"
COLUMNS = (
    Column("spare", "To spare", "spare"),
    Column("case", "Case", "case"),
    Column("stage", "Stage", "stage"),
    Column("offence", "Offence", "offence"),
    Column("verified", "Verified"),
    Column("waits", "Waits for"),
    Column("since", "Waiting since", "since"),
    Column("assigned", "Assigned to", "assigned"),
)
"""Columns that may be left out; whose it is and by when to file never are."""
_AT_FIRST = ("spare", "case", "stage", "verified", "waits", "assigned")
_BESIDE = ("spare", "stage", "waits")
"""Those that there is room for beside what is looked at, unless others are chosen."""
_SORTED_BY = {
    "file_by": "by the safest moment to file",
    "spare": "by time to spare",
    "case": "by court",
    "stage": "by stage",
    "offence": "by offence",
    "since": "by how long each has waited",
    "assigned": "by person",
}
"""The orders, as a printed board says them."""
_OPEN = [state for state in State if state not in {State.TO_TELL, State.CLOSED}]


def _crown_courts() -> tuple[Choice, ...]:
    return tuple(
        Choice(court.id, court.name)
        for court in load_courts()
        if court.kind is CourtKind.CROWN_COURT
    )


class BoardFilters(FilterForm):
    """Filters of the board."""

    assigned_to = SelectField(
        "Assigned to",
        blank="Anybody",
        choices=lambda: [Choice(NOBODY, "Unassigned"), *lists.people()],
    )
    team = SelectField("Team", blank="Any team", choices=lists.team_choices, coerce=int)
    stage = SelectField(
        "Stage",
        blank="Every stage",
        choices=(Choice(OUTSIDE_CASE, "Not in a case yet"), *choices_of(_OPEN)),
    )
    standing = SelectField(
        "Asked for by",
        blank="Anybody",
        choices=choices_of(Standing),
        coerce=Standing,
    )
    court = SelectField(
        "Court",
        blank="Every court",
        choices=_crown_courts,
    )
    band = SelectField(
        "File by",
        blank="Any time",
        choices=choices_of(Band),
        coerce=Band,
    )

    columns = ColumnsField(
        COLUMNS,
        fixed="Offender and File by always come first, Look last. Where more than five are shown, "
        "a small screen leaves out Verified: it stands on the review as well.",
    )


@blueprint.get("/board", may=Permission.SEE_BOARD)
def board() -> str | Response:
    """A page of the board by its bands, and what is already with the court."""
    filters = BoardFilters(request.args)
    asked = _asked(filters.asked())
    key = request.args.get("look", "")
    looked_request, looked_review = looks.of_request(key), looks.of_review(key)
    is_beside = bool(looked_request or looked_review)
    shown = _listing(filters)
    if filters.columns.is_numbered:
        return redirect(shown.href(columns=filters.columns.data))
    by = shown.ordering
    screen = boards.screen(asked, by=by, **shown.place)
    return render_template(
        "supervision/board.html",
        form=filters,
        shown=shown,
        page=screen.page,
        groups=_groups(screen.page.rows, by),
        columns=filters.columns.shown(_BESIDE if is_beside else _AT_FIRST),
        is_by_offence=by is board_order.BY_OFFENCE,
        looked_request=looked_request,
        looked_review=looked_review,
        place=in_place() if looked_review else None,
        ticked_actions=review_actions(staff()),
        may_work=may(staff().role, Permission.WORK_CASES),
        at_court=screen.at_court,
        filed=[row for row in screen.page.rows if row.is_filed],
        summary=boards.summary(replace(asked, band=None)),
        asked=asked,
        not_accepted=0 if shown.is_narrowed else handed_over.count(),
        gaps=rota.gaps_ahead(),
        views=views_of(ListName.BOARD, shown),
    )


@blueprint.get("/board/print", may=Permission.SEE_BOARD)
def board_print() -> str | Response:
    """The whole board as narrowed, on one page, as it is put on paper; the audit keeps that."""
    filters = BoardFilters(request.args)
    asked = _asked(filters.asked())
    if filters.errors:
        return _to_the_board(filters)
    shown = _listing(filters)
    page = boards.page(
        asked=asked,
        by=shown.ordering,
        descending=shown.descending,
        size=boards.MOST_PRINTED,
        away=absences.away_now(),
    )
    # One stage may be of those at the court alone.
    filed = (
        boards.page(asked=asked, size=boards.MOST_PRINTED, filed=True).rows if asked.state else ()
    )
    audit.note_export(len(page.rows) + len(filed))
    return render_template(
        "supervision/board-print.html",
        shown=shown,
        page=page,
        groups=_groups(page.rows, shown.ordering),
        order=_order_words(shown),
        is_by_offence=shown.ordering is board_order.BY_OFFENCE,
        columns=filters.columns.shown(_AT_FIRST),
        filed=filed,
        made_at=clock.now(),
    )


@blueprint.get("/board.csv", may=Permission.SEE_BOARD)
def board_csv() -> Response:
    """The whole board as narrowed, as a spreadsheet; the audit keeps that it was taken."""
    filters = BoardFilters(request.args)
    asked = _asked(filters.asked())
    if filters.errors:
        return _to_the_board(filters)
    shown = _listing(filters)
    sheet = board_sheet.sheet(asked, shown.ordering, descending=shown.descending)
    return spreadsheet(sheet, "board")


def _listing(filters: BoardFilters) -> Listing:
    return lists.listing(board_order.ORDERINGS, default="file_by", form=filters, kept=("columns",))


def _order_words(shown: Listing) -> str:
    words = _SORTED_BY[shown.ordering.name]
    return f"{words}, in reverse" if shown.descending else words


def _groups(rows: Sequence[BoardRow], by: Ordering) -> list[tuple[str, str, list[BoardRow]]]:
    """The rows under their bands, or under the values they are ordered by: a band's name, words."""
    if by is board_order.BY_MOMENT:
        return [(band.value, band.label, found) for band, found in boards.by_band(rows)]
    to_file = [row for row in rows if not row.is_filed]
    return [("", words, rows) for words, rows in boards.by_value(to_file, by)]


def _to_the_board(filters: BoardFilters) -> Response:
    """The board with what is wrong in the filters: what is taken away must not be of more."""
    asked: dict[str, Any] = dict(_listing(filters).asked)
    return redirect(url_for("supervision.board", **asked))


def _asked(words: dict[str, Any]) -> BoardFilter:
    """The filters as the service reads them."""
    assignee, stage = words.get("assigned_to", ""), words.get("stage", "")
    return BoardFilter(
        assignee_id=int(assignee) if assignee.isdecimal() else None,
        is_unassigned=assignee == NOBODY,
        team_id=words.get("team"),
        state=State(stage) if stage and stage != OUTSIDE_CASE else None,
        is_outside_case=stage == OUTSIDE_CASE,
        standing=words.get("standing"),
        court_id=words.get("court"),
        band=words.get("band"),
    )
