"""Signing in by the office's own provider of identities, where the settings name one."""

from flask import current_app, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.adapters import office_provider
from ulss_tracker.adapters.office_provider import Identity, ProviderError
from ulss_tracker.models import SecurityKind
from ulss_tracker.services.people import second_factor, sign_in
from ulss_tracker.services.protection import security_log
from ulss_tracker.services.supervision import account_proposals
from ulss_tracker.web.accounts.routes import ASLEEP, after_sign_in, ask_for_code, blueprint
from ulss_tracker.web.core import sessions
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.own_transaction import own_transaction

NOT_SAID = "Your office’s provider did not sign you in. Try again, or use your password here."
NOBODY = (
    "Your office’s provider knows you, but the tracker has no account for you there. Sign in with"
    " another address, or ask an administrator."
)
TO_JOIN = (
    "Your office’s provider knows you, and there is an account here with your address. The first"
    " time, a supervisor must approve that it is yours: tell one that it was you. Until then, sign"
    " in with your password."
)


@blueprint.get("/sign-in/office", may=ANYONE)
def office_sign_in() -> Response:
    """Send the browser to the office's provider, with a state, a nonce and a challenge (PKCE).

    Not from another site: nobody is signed in without having asked for it here.
    """
    is_theirs = request.headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}
    if not is_theirs or not office_provider.is_there(current_app):
        return redirect(url_for("accounts.sign_in"))
    back = url_for("accounts.office_answer", _external=True)
    try:
        is_other = session.pop("was_refused", False)
        return office_provider.send_to(current_app, back, chooses=is_other)
    except ProviderError as error:
        return _not_believed(error)


@blueprint.get("/sign-in/office/answer", may=ANYONE)
def office_answer() -> Response:
    """Sign in whoever came back, if they have an account; ask for the tracker's own factor too.

    What the provider's own counts for, the settings say; and only once one is set up here, for
    stepping up asks for that.
    """
    if not office_provider.is_there(current_app):
        return redirect(url_for("accounts.sign_in"))
    try:
        identity = office_provider.read_answer(current_app, clock.now())
    except ProviderError as error:
        return _not_believed(error)
    with own_transaction():  # the provider sends the browser by GET
        result = sign_in.by_provider(identity.issuer, identity.subject, identity.email)
        if result.to_join is not None:
            account_proposals.ask_to_join(result.to_join, identity.issuer, identity.subject)
            return _refused(TO_JOIN)
        if result.user is None:
            session["was_refused"] = True
            return _refused(ASLEEP if result.is_asleep else NOBODY)
        session["by_provider"] = True
        is_enough = _is_enough(identity) and second_factor.has_any(result.user)
        if sessions.wants_code() and not is_enough:
            return ask_for_code(result.user, "")
        sessions.begin(result.user, "provider")
        if sessions.wants_code():
            sessions.code_given_elsewhere()
        return redirect(after_sign_in(result.user))


def _is_enough(identity: Identity) -> bool:
    """Whether they proved who they are by what the settings count as a second factor."""
    accepted = str(current_app.config["OIDC_SECOND_FACTOR"]).split(",")
    return not identity.methods.isdisjoint({method.strip() for method in accepted} - {""})


def _not_believed(error: ProviderError) -> Response:
    """Say that the provider did not answer as it must, and tell the log and the operator."""
    kind = type(error.__cause__ or error).__name__
    current_app.logger.warning("the provider of sign-ins was not believed: %s", kind)
    security_log.note(SecurityKind.SIGN_IN_REFUSED, detail="provider, answer not believed")
    return _refused(NOT_SAID)


def _refused(reason: str) -> Response:
    flash(reason, "error")
    return redirect(url_for("accounts.sign_in"))
