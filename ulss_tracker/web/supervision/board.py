"""The board: all that has time running in the order in which to act, to print or take away."""

from collections.abc import Sequence
from itertools import groupby

from flask import render_template, request
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.models import ListName
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.core.paging import Ordering
from ulss_tracker.services.desk import looks
from ulss_tracker.services.matching import same_words
from ulss_tracker.services.people import absences, rota
from ulss_tracker.services.supervision import board as boards
from ulss_tracker.services.supervision import hearings
from ulss_tracker.services.supervision.board_row import BY_MOMENT, BY_OFFENCE, TABLE, BoardRow
from ulss_tracker.services.supervision.exceptions import handed_over
from ulss_tracker.web.core import downloads, lists
from ulss_tracker.web.core.filters import weekday_date
from ulss_tracker.web.core.in_place import in_place
from ulss_tracker.web.core.saved_views import views_of
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.core.ticked import ticked_actions
from ulss_tracker.web.supervision import blueprint


@blueprint.get("/board", may=Permission.SEE_BOARD)
def board() -> str:
    """A page of the board by its bands, and what is already with the court."""
    key = request.args.get("look", "")
    looked_request, looked_review = looks.of_request(key), looks.of_review(key)
    listing = lists.of(TABLE, is_beside=bool(looked_request or looked_review))
    ordering = listing.ordering
    many = same_words.groups()
    screen = boards.screen(listing.filters, many, **listing.place)
    return render_template(
        "supervision/board.html",
        shown=listing,
        page=screen.page,
        many=many,
        groups=_groups(screen.page.rows, ordering),
        is_by_offence=ordering is BY_OFFENCE,
        looked_request=looked_request,
        looked_review=looked_review,
        place=in_place() if looked_review else None,
        ticked_actions=ticked_actions(staff()),
        may_work=may(staff().role, Permission.WORK_CASES),
        at_court=screen.at_court,
        filed=[row for row in screen.page.rows if row.is_filed],
        summary=boards.summary(listing.filters),
        not_accepted=0 if listing.is_narrowed else handed_over.count(),
        gaps=rota.gaps_ahead(),
        views=views_of(ListName.BOARD, listing),
    )


@blueprint.get("/hearings", may=Permission.SEE_BOARD)
def hearing_list() -> str:
    """The hearings to come, under their days."""
    shown = lists.of(hearings.TABLE)
    page = hearings.to_come(shown.filters, **shown.place)
    days = groupby(page.rows, key=lambda row: row.hearing.heard_on)
    groups = [("", weekday_date(day), list(rows)) for day, rows in days]
    return render_template("supervision/hearings.html", shown=shown, page=page, groups=groups)


@blueprint.get("/board/print", may=Permission.SEE_BOARD, audit="The board, to print")
def board_print() -> str:
    """The whole board as narrowed, on one page, as it is put on paper; the audit keeps that."""
    listing = lists.whole(TABLE, "supervision.board")
    page = boards.page(
        filters=listing.filters,
        by=listing.ordering,
        descending=listing.descending,
        size=boards.MOST_PRINTED,
        away=absences.away_now(),
    )
    # One stage may be of those at the court alone.
    is_of_stage = "stage" in listing.filters
    filed = (
        boards.page(filters=listing.filters, size=boards.MOST_PRINTED, filed=True).rows
        if is_of_stage
        else ()
    )
    downloads.on_paper(len(page.rows) + len(filed))
    return render_template(
        "supervision/board-print.html",
        shown=listing,
        page=page,
        groups=_groups(page.rows, listing.ordering),
        is_by_offence=listing.ordering is BY_OFFENCE,
        filed=filed,
        made_at=clock.now(),
    )


@blueprint.get("/board.<ending>", may=Permission.SEE_BOARD, audit="The board")
def board_csv(ending: str) -> Response:
    """The whole board as narrowed, as a spreadsheet; the audit keeps that it was taken."""
    listing = lists.whole(TABLE, "supervision.board")
    rows = boards.every(listing.filters, by=listing.ordering, descending=listing.descending)
    return downloads.table_file(TABLE, rows, "board", ending)


def _groups(rows: Sequence[BoardRow], ordering: Ordering) -> list[tuple[str, str, list[BoardRow]]]:
    """The rows under their bands, or under the values they are ordered by: a band's name, words."""
    if ordering is BY_MOMENT:
        return [(band.value, band.label, band_rows) for band, band_rows in boards.by_band(rows)]
    to_file = [row for row in rows if not row.is_filed]
    return [("", words, rows) for words, rows in boards.by_value(to_file, ordering)]
