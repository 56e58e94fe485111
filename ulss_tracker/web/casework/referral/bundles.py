"""The bundles of a case: which papers, in what order, and the versions made."""

from collections.abc import Sequence

from flask import request
from werkzeug.wrappers import Response

from ulss_tracker.models import BundleReader, Case
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases
from ulss_tracker.services.referral import bundles
from ulss_tracker.services.referral.bundles import Offer
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page, may_work_on
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import CheckboxField, GovForm

_WAYS = {"up": -1, "down": 1}
_ENDPOINTS = {
    BundleReader.LAW_OFFICERS: "casework.law_officers_bundle",
    BundleReader.COURT: "casework.court_bundle",
}


class BundleForm(GovForm):
    """Its papers are read from their table: `keys` in their order, `taken` those ticked."""

    is_renumbered = CheckboxField(
        "Number all pages again",
        hint="Whoever has a version before then has other page numbers",
    )


@blueprint.form("/cases/<reference>/bundle/law-officers", may=Permission.SEE_CASES)
def law_officers_bundle(reference: str) -> str | Response:
    """The bundle for the law officers."""
    return _bundle(reference, BundleReader.LAW_OFFICERS)


@blueprint.form("/cases/<reference>/bundle/court", may=Permission.SEE_CASES)
def court_bundle(reference: str) -> str | Response:
    """The bundle for the Court of Appeal."""
    return _bundle(reference, BundleReader.COURT)


def _bundle(reference: str, reader: BundleReader) -> str | Response:
    """Show the papers and the versions; move a paper, which keeps nothing; or ask for a version."""
    case, form = cases.get_case(reference), BundleForm()
    offered = bundles.offers(case, reader)
    taken = {offer.key for offer in offered if offer.is_in and not offer.why_not}
    if request.method == "POST":
        offered = bundles.arranged(offered, request.form.getlist("keys"))
        taken = set(request.form.getlist("taken"))
        if move := request.form.get("move"):
            way, _, key = move.partition(" ")
            return _page(case, reader, bundles.moved(offered, key, _WAYS.get(way, 0)), taken, form)
    if form.validate_on_submit():
        keys = [offer.key for offer in offered if offer.key in taken]
        with RefusalOn(form):
            bundles.ask(case, reader, keys, staff(), is_renumbered=form.is_renumbered.data)
            words = "The bundle is being made: it is ready within a minute or so"
            return done(words, _ENDPOINTS[reader], case)
    return _page(case, reader, offered, taken, form)


def _page(
    case: Case, reader: BundleReader, offered: Sequence[Offer], taken: set[str], form: BundleForm
) -> str:
    versions = bundles.of_case(case, reader)
    return case_page(
        "casework/referral/bundle.html",
        case,
        tab="casework.case_papers",
        form=form,
        reader=reader,
        offers=offered,
        taken=taken,
        moved=request.form.get("move"),
        versions=versions,
        being_made={bundle.id for bundle in versions if bundles.is_being_made(bundle)},
        may_work=may_work_on(case),
    )
