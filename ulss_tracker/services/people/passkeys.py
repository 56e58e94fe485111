"""Passkeys (WebAuthn): a second factor that answers at its own address and nowhere else.

The tracker makes a challenge, the browser has a passkey sign it, and the answer is checked with the
public half. A challenge is answered once and soon. Each passkey belongs to one `Site`. The
library takes 7 MB, and is read when it is first used.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import EventKind, Passkey, RecoveryCode, SecurityKind, User, db
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.people import second_factor
from ulss_tracker.services.protection import security_log

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

ANSWERED_WITHIN = timedelta(minutes=5)
LONGEST_NAME = 60
MOST = 10
"""More than anybody carries; the list stays one that its owner knows."""


@dataclass(frozen=True, slots=True)
class Site:
    """The home of passkeys: the name of the host, and the address that its pages begin with."""

    host: str
    origin: str


def of(user: User) -> list[Passkey]:
    """The passkeys of `user`, in the order in which they were added."""
    query = select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)
    return list(db.session.scalars(query))


def get(user: User, passkey_id: int) -> Passkey:
    """A passkey of one's own. Raises `NotFound` for any other."""
    passkey = db.session.get(Passkey, passkey_id)
    if passkey is None or passkey.user_id != user.id:
        raise NotFound("There is no such passkey")
    return passkey


def options_to_add(user: User, site: Site) -> str:
    """The question to the browser for a new passkey of `user`, as JSON: a challenge of its own."""
    import webauthn
    from webauthn.helpers.structs import AuthenticatorSelectionCriteria, ResidentKeyRequirement

    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=second_factor.ISSUER,
        user_id=str(user.id).encode(),
        user_name=user.email,
        user_display_name=user.name,
        challenge=_challenge(user),
        exclude_credentials=_descriptors(user),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED
        ),
    )
    return webauthn.options_to_json(options)


def options_to_check(user: User, site: Site) -> str:
    """The question that the browser is to have signed by a passkey that `user` has, as JSON."""
    import webauthn

    options = webauthn.generate_authentication_options(
        rp_id=site.host, challenge=_challenge(user), allow_credentials=_descriptors(user)
    )
    return webauthn.options_to_json(options)


def add(user: User, answer: str, *, name: str, site: Site) -> list[str]:
    """Add the passkey that answered; every session of theirs ends.

    The answer is new recovery codes, to be shown once, where they had none; else nothing. Raises
    `Refused` when the answer is not to be taken.
    """
    import webauthn
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    with transaction():
        challenge = _take_challenge(user)
        if len(of(user)) >= MOST:
            raise Refused(f"You have {MOST} passkeys: remove one that you no longer use first")
        try:
            made = webauthn.verify_registration_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=site.host,
                expected_origin=site.origin,
            )
        except (WebAuthnException, ValueError) as error:
            raise Refused("The passkey could not be added. Try again") from error
        credential = bytes_to_base64url(made.credential_id)
        if db.session.scalar(select(Passkey.id).where(Passkey.credential == credential)):
            raise Refused("This passkey has been added already")
        db.session.add(
            Passkey(
                user_id=user.id,
                name=name,
                credential=credential,
                public_key=made.credential_public_key,
                sign_count=made.sign_count,
                added_at=clock.now(),
            )
        )
        second_factor.row_of(user).pending_secret = None
        user.session_key = secrets.token_urlsafe(32)
        history.record(EventKind.PASSKEY_ADDED, user, email=user.email)
        has_codes = db.session.scalar(
            select(RecoveryCode.id).where(RecoveryCode.user_id == user.id)
        )
        codes = [] if has_codes else second_factor.make_codes(user)
    security_log.note(SecurityKind.PASSKEY_ADDED, by=user)
    return codes


def check(user: User, answer: str, *, site: Site) -> bool:
    """Whether a passkey of theirs signed the challenge last made for `user`: it is taken once."""
    with transaction():
        is_right = _check(user, answer, site)
    if not is_right:
        security_log.note(SecurityKind.PASSKEY_REFUSED, by=user)
    return is_right


def rename(passkey: Passkey, name: str, by: User) -> None:
    """Give one's own passkey another name."""
    with transaction():
        passkey.name = name
        history.record(EventKind.PASSKEY_NAMED, by, email=by.email)


def remove(user: User, passkey: Passkey) -> None:
    """Remove one's own passkey; every session of theirs ends.

    Raises `Refused` for the last where there is no app: they could not come in again.
    """
    with transaction():
        second_factor.row_of(user)  # two removals at once leave one
        if second_factor.of(user) is None and len(of(user)) == 1:
            raise Refused(
                "This is the only way you have to sign in. Add another passkey or set up an"
                " authenticator app first"
            )
        db.session.delete(passkey)
        user.session_key = secrets.token_urlsafe(32)
        history.record(EventKind.PASSKEY_REMOVED, user, email=user.email)
    security_log.note(SecurityKind.PASSKEY_REMOVED, by=user)


def _check(user: User, answer: str, site: Site) -> bool:
    import webauthn
    from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        challenge = _take_challenge(user)
        credential = parse_authentication_credential_json(answer)
        passkey = db.session.scalar(
            select(Passkey).where(
                Passkey.user_id == user.id,
                Passkey.credential == bytes_to_base64url(credential.raw_id),
            )
        )
        if passkey is None:
            return False
        verified = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
        )
    except (WebAuthnException, ValueError, Refused):
        return False
    passkey.sign_count, passkey.used_at = verified.new_sign_count, clock.now()
    return True


def _challenge(user: User) -> bytes:
    """A challenge for `user`, in place of any from before."""
    with transaction():
        factor = second_factor.row_of(user)
        factor.challenge, factor.challenged_at = secrets.token_bytes(32), clock.now()
        return factor.challenge


def _take_challenge(user: User) -> bytes:
    """The challenge that waits for an answer, which waits no more. Raises `Refused`."""
    factor = second_factor.locked(user)
    challenge = factor.challenge if factor else None
    if factor is None or challenge is None or factor.challenged_at is None:
        raise Refused("The passkey came too late. Try again")
    factor.challenge = None
    if clock.now() - factor.challenged_at > ANSWERED_WITHIN:
        raise Refused("The passkey came too late. Try again")
    return challenge


def _descriptors(user: User) -> list[PublicKeyCredentialDescriptor]:
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential)) for key in of(user)
    ]
