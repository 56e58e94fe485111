"""A receipt as a PDF: the moment a request was received, and a check that anybody can make of it.

The check holds that moment and a code that only this office can make, so that it needs no record.
The receipt names nobody and no court; its file says “Receipt” and nothing else.
"""

import base64
import binascii
import hmac
from datetime import UTC, datetime

from flask import Response, render_template, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response as AnyResponse

from config import ROOT
from ulss_tracker.adapters.pdf import make_pdf
from ulss_tracker.web.core import signing_keys
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.public import blueprint, drafts
from ulss_tracker.web.public.confirmation import not_open
from ulss_tracker.web.public.questions import TableForm

_BYTES_OF_MOMENT, _BYTES_OF_PROOF = 4, 11


class ReceiptForm(TableForm):
    """The facts of a receipt that somebody checks."""

    table = "receipt"


@blueprint.get("/request/receipt.pdf", may=ANYONE)
def receipt() -> AnyResponse:
    """Give the receipt of the request that was sent from here."""
    received = drafts.received()
    if received is None:
        return not_open()
    request = received.request
    html = render_template(
        "public/receipt-pdf.html",
        request=request,
        check=check_of(request.reference, request.received_at),
        address=url_for("public.check_receipt", _external=True),
        language=str(get_locale() or "en"),
    )
    content = make_pdf(html, (ROOT / "templates" / "letters" / "letter.css").read_text("utf-8"))
    headers = {"Content-Disposition": 'attachment; filename="receipt.pdf"'}
    return Response(content, mimetype="application/pdf", headers=headers)


@blueprint.form("/receipt", may=ANYONE)
def check_receipt() -> str:
    """Say whether a receipt is ours, and which moment it is of."""
    form = ReceiptForm()
    moment = None
    if form.validate_on_submit():
        moment = moment_of(form["reference"].data, form["check"].data)
        if moment is None:
            form.form_errors.append(gettext("This is no receipt of ours. Look at what you typed"))
    return render_template("public/check-receipt.html", form=form, moment=moment)


def check_of(reference: str, received_at: datetime) -> str:
    """The check of a receipt: letters and figures in fours."""
    minute = (int(received_at.timestamp()) // 60).to_bytes(_BYTES_OF_MOMENT, "big")
    check = base64.b32encode(minute + _proof(signing_keys.oldest_first()[-1], reference, minute))
    letters = check.decode()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def moment_of(reference: str, check: str) -> datetime | None:
    """The moment that this check is of, for this reference; None where it is no check of ours."""
    letters = "".join(filter(str.isalnum, check)).upper()
    try:
        content = base64.b32decode(letters)
    except (binascii.Error, ValueError):
        return None
    minute, proof = content[:_BYTES_OF_MOMENT], content[_BYTES_OF_MOMENT:]
    proofs = (_proof(key, reference, minute) for key in signing_keys.oldest_first())
    if not any(hmac.compare_digest(proof, own) for own in proofs):
        return None
    return datetime.fromtimestamp(int.from_bytes(minute, "big") * 60, UTC)


def _proof(key: str, reference: str, minute: bytes) -> bytes:
    content = f"receipt:{reference.strip().upper()}:".encode() + minute
    return hmac.digest(key.encode(), content, "sha256")[:_BYTES_OF_PROOF]
