"""Facts that the papers of a case state, beside what is recorded; one press takes what is right."""

from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.services.cases import cases, paper_facts
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page
from ulss_tracker.web.casework.referral.papers import TAB
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import CheckboxesField, Choice, GovForm


class TakeFactsForm(GovForm):
    """The facts that are right as the papers state them, ticked in their tables."""

    facts = CheckboxesField("Is right", required="Tick what is right", choices=[], coerce=str)


@blueprint.form("/cases/<reference>/papers/facts", may=Permission.WORK_CASES)
def papers_facts(reference: str) -> str | Response:
    """Show what each paper states and what is recorded; record what is ticked.

    Ticked before anybody looked is only what stands nowhere yet, read in the court's own paper.
    """
    case = cases.get_case(reference)
    papers = paper_facts.of_case(case)
    facts = [(paper, fact) for paper in papers for fact in paper.facts if fact.may_be_taken]
    form = TakeFactsForm(facts=[fact.key for paper, fact in facts if paper.fills(fact)])
    form.facts.choices = [Choice(fact.key, fact.label) for _, fact in facts]
    if form.validate_on_submit():
        with RefusalOn(form.facts):
            taken = paper_facts.take(case, form.facts.data, staff())
            return done(f"{counted(taken, 'fact')} recorded as read", TAB, case)
    return case_page("casework/referral/paper-facts.html", case, tab=TAB, form=form, papers=papers)
