"""Those who ask about one sentence in the same words: read once, joined to a case by one press."""

from flask import render_template, request
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import campaigns, cases
from ulss_tracker.services.core.redirects import remaining_of
from ulss_tracker.services.matching import candidates, same_words
from ulss_tracker.services.matching.same_words import Group, ToLookAt
from ulss_tracker.services.requests import requests
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import CheckboxesField, Choice, GovForm, RadiosField, TextField

MOST_LOOKS = 100
_NEW, _OTHER = "new", "other"


class CampaignForm(GovForm):
    """The case to which all of them belong, and those that needed a look and had one."""

    case = RadiosField("Which case do they belong to?", required="Choose a case")
    reference = TextField("Case reference", hint="For example, ULS-2026-0042")
    also = CheckboxesField("These belong to it too")

    def offer(self, group: Group, to_look_at: list[ToLookAt]) -> None:
        """Offer the cases that are like the request that came first, the likeliest chosen."""
        found = [match for match in candidates.like(group.first) if match.case]
        choices = [
            Choice(match.reference, match.reference, hint="; ".join(r.words for r in match.reasons))
            for match in found
            if match.is_suggested
        ]
        if group.campaign is not None:
            reference = remaining_of(group.campaign.case).reference
            choices = [Choice(reference, reference, hint="As was said of those before")]
        first = f"A new case, opened from {group.first.reference}"
        self.case.choices = [*choices, Choice(_NEW, first), Choice(_OTHER, "Another case")]
        if self.case.data is None:
            self.case.data = self.case.choices[0].value
        self.also.choices = [Choice(row.request.reference, "") for row in to_look_at]


@blueprint.form("/requests/<reference>/same-words", may=Permission.WORK_CASES)
def campaign(reference: str) -> str | Response:
    """Show what many ask in the same words and who needs a look; record where all belong."""
    request_ = requests.get(reference)
    group = same_words.group_of(request_)
    if group is None:
        return done("Nobody waits any more who asks in the same words", request_)
    to_look_at = same_words.to_look_at(group, MOST_LOOKS)
    form = CampaignForm()
    form.offer(group, to_look_at)
    if form.validate_on_submit():
        place = form.reference if form.case.data == _OTHER else form.case
        with RefusalOn(place, NotFound, Refused):
            typed = form.reference.data if form.case.data == _OTHER else form.case.data
            case = None if typed == _NEW else cases.get_case(str(typed).strip().upper())
            ticked = set(form.also.data)
            also = [row.request for row in to_look_at if row.request.reference in ticked]
            joins_later = "later" in request.form
            case = campaigns.say(group, case, staff(), also=also, joins_later=joins_later)
            words = f"{group.count + len(also)} requests join {case.reference}"
            return done(words, "casework.case_requests", case)
    return render_template(
        "casework/requests/campaign.html", form=form, group=group, to_look_at=to_look_at
    )


@blueprint.post("/cases/<reference>/same-words/end", may=Permission.WORK_CASES)
def end_campaign(reference: str) -> Response:
    """Let later requests in the same words wait for a person again."""
    case = cases.get_case(reference)
    campaigns.end(case, staff())
    return done("Later requests wait for a person again", "casework.case_requests", case)
