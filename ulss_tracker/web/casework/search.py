"""The search box and what it found. The words searched for never stand in an address."""

from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.models import Case
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.protection import audit
from ulss_tracker.services.search import file_pages, query
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.forms import court_picker
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import address_of
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import GovForm, TextField


class SearchForm(GovForm):
    """The form of the search box."""

    words = TextField(
        "Search cases and requests",
        required="Enter a name, a reference or other words to search for",
        hint="A name, even half remembered; a reference, theirs or ours; a telephone number or an"
        " email address; a court, an offence, or words of a note",
        autocomplete="off",
    )


class SearchFilters(lists.filter_form(query.TABLE)):  # type: ignore[misc]
    """Filters of the search's results: the court is chosen by its name."""

    court = court_picker("Court")


@blueprint.form("/search", may=Permission.SEE_CASES)
def find() -> str | Response:
    """Search: a reference leads to its record, anything else to the results.

    From a list, to the rows of that list which have the words.
    """
    form = SearchForm()
    if not form.validate_on_submit():
        return render_template("casework/search.html", form=form)
    words = form.words.data
    listed = urlsplit(request.form.get("list", ""))
    record = None if listed.path else query.of_reference(words)
    if record is not None:
        _say_where_it_leads(words, record)
        return redirect(address_of(record))
    results = query.find(words, with_contacts=_sees_contacts())
    key = audit.keep_search(words, results.count, staff(), results.first())
    if listed.path:
        return redirect(f"/{listed.path.lstrip('/')}?{listed.query}&search={key}")
    return redirect(url_for("casework.found", search_key=key))


@blueprint.get("/search/<search_key>", may=Permission.SEE_CASES)
def found(search_key: str) -> str:
    """Show the results of a search, filtered by the address: it may be shared with a colleague."""
    entry = audit.search_of(search_key)
    filters = SearchFilters(request.args)
    listing = lists.of(query.TABLE, filters)
    results = None if request.args else query.just_found(entry, staff())
    results = results or query.find(entry.searched, listing.filters, with_contacts=_sees_contacts())
    audit.note_search(entry, results.count, staff())
    page = query.page(results, listing.after)
    cases = {record.case_id for record in page.records if record.is_review and record.case_id}
    return render_template(
        "casework/found.html",
        form=filters,
        shown=listing,
        words=entry.searched,
        page=page,
        files=file_pages.with_words(cases, entry.searched),
    )


def _sees_contacts() -> bool:
    return may(staff().role, Permission.SEE_CONTACTS)


def _say_where_it_leads(words: str, record: object) -> None:
    """Say so where the reference typed is that of a case joined to the one it leads to."""
    reference = query.case_reference(words)
    if isinstance(record, Case) and reference != record.reference:
        flash(f"{reference} was joined to this case", "info")
