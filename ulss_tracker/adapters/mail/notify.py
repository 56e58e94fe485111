"""GOV.UK Notify: emails, texts and letters handed to it, and what became of them.

Notify sends what its own template says. Ours is one template with two blanks, ((subject)) and
((body)), so that the words stay here. A file goes by another template, with ((file)) as well:
Notify keeps the file and sends a link to it. A text goes by a third, with ((body)) alone. A letter
is the PDF that was issued. As in `mail`, nothing raised here carries an address. What is known of
Notify without asking it is in `notify_delivery`: the library takes ten megabytes, which a process
that sends nothing need not.
"""

import io
import logging
from datetime import UTC, datetime
from typing import Any, Self

from notifications_python_client.errors import APIError, TokenError
from notifications_python_client.notifications import NotificationsAPIClient
from notifications_python_client.utils import prepare_upload

from ulss_tracker.adapters import outgoing
from ulss_tracker.adapters.mail.emails import Attachment, Email, PostedLetter, Text
from ulss_tracker.adapters.mail.mail_errors import AddressRefused, NotTaken, ServerTrouble
from ulss_tracker.adapters.mail.notify_delivery import LARGEST_FILE, Delivery, ReceivedText

WITHOUT_FILE = "\n\nThe PDF could not be sent with this email. All that it says is above.\n"

_BAD_REQUEST = 400
_FORBIDDEN = 403
_NOT_FOUND = 404
_TROUBLE = frozenset({401, 403, 408, 429})
_SERVER_ERROR = 500
# A number that is none, and one abroad, which Notify says of no part of what was sent.
_OF_NUMBERS = ("phone_number", "international mobile numbers")
_NOT_UNDERSTOOD = "GOV.UK Notify's answer could not be read"
# What is said of a file goes out of date; whoever opens it must know the address it was sent to.
_FILE_KEPT_FOR = "1 week"

# The client logs Notify's answers, and those may repeat an address.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


class NotifyMailer:
    """Hands emails to GOV.UK Notify, in one `with` block as `mailers.Mailer` asks, and texts."""

    def __init__(
        self,
        api_key: str,
        template_id: str,
        url: str | None = None,
        *,
        file_template_id: str = "",
        text_template_id: str = "",
    ) -> None:
        options = {"base_url": url} if url else {}
        maker: Any = NotificationsAPIClient  # it ships no types
        self._client = maker(api_key, **options)
        self._client.request_session = outgoing.session()
        self._template_id = template_id
        self._file_template_id = file_template_id
        self._text_template_id = text_template_id

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._client.request_session.close()

    def send(self, email: Email) -> str:
        """Hand the email over; gives Notify's own id for it.

        A file goes by a link; where Notify will not have the file, the words go without it.
        One that may have been handed over before is looked for first, by the reference it always
        has: a worker may have died after Notify took it. Raises one of the `MailError` kinds.
        """
        if email.may_have_gone:
            taken = self._taken_before(email.message_id)
            if taken:
                return taken
        if not email.attachments:
            return self._hand_over(email, email.body)
        (file,) = email.attachments
        if not self._file_template_id or len(file.content) > LARGEST_FILE:
            return self._hand_over(email, email.body + WITHOUT_FILE)
        try:
            return self._hand_over(email, email.body, file)
        except NotTaken:
            # The file's fault, or the template's: the words must not wait for it.
            return self._hand_over(email, email.body + WITHOUT_FILE)

    def ring(self, *, posts_letters: bool = False) -> None:
        """Ask for the template of emails, and for letters; send nothing.

        Whether the service may send letters, Notify says of a letter alone. Raises one of the
        `MailError` kinds.
        """
        try:
            self._client.get_template(self._template_id)
            if posts_letters:
                self._client.get_all_notifications(template_type="letter")
        except (APIError, TokenError) as error:
            raise _as_mail_error(error) from None

    def send_text(self, text: Text) -> str:
        """Hand the text over; gives Notify's own id for it.

        As with an email, one that may have been handed over before is looked for first. Raises one
        of the `MailError` kinds.
        """
        if text.may_have_gone:
            taken = self._taken_before(text.reference)
            if taken:
                return taken
        try:
            answer = self._client.send_sms_notification(
                phone_number=text.recipient,
                template_id=self._text_template_id,
                personalisation={"body": text.body},
                reference=text.reference,
            )
        except (APIError, TokenError) as error:
            raise _as_mail_error(error) from None
        return str(_part(answer, "id"))

    def send_letter(self, letter: PostedLetter) -> str:
        """Hand the letter over to be printed and posted; gives Notify's own id for it.

        It is always looked for first: a second copy in the post cannot be recognised as one. Raises
        one of the `MailError` kinds.
        """
        taken = self._taken_before(letter.reference)
        if taken:
            return taken
        try:
            answer = self._client.send_precompiled_letter_notification(
                reference=letter.reference,
                pdf_file=io.BytesIO(letter.pdf),
                postage=letter.postage,
            )
        except (APIError, TokenError) as error:
            # A key or a service that may send no letters is no trouble for what else is sent.
            if getattr(error, "status_code", 0) == _FORBIDDEN and "letters" in str(error.message):
                raise NotTaken("GOV.UK Notify lets this service send no letters") from None
            raise _as_mail_error(error) from None
        return str(_part(answer, "id"))

    def _hand_over(self, email: Email, body: str, file: Attachment | None = None) -> str:
        values: dict[str, Any] = {"subject": email.subject, "body": body}
        if file is not None:
            ready: Any = prepare_upload  # it ships no types
            values["file"] = ready(
                io.BytesIO(file.content),
                filename=file.name,
                confirm_email_before_download=True,
                retention_period=_FILE_KEPT_FOR,
            )
        try:
            answer = self._client.send_email_notification(
                email_address=email.recipient,
                template_id=self._file_template_id if file else self._template_id,
                personalisation=values,
                reference=email.message_id,
            )
        except (APIError, TokenError) as error:
            raise _as_mail_error(error) from None
        return str(_part(answer, "id"))

    def delivery(self, notify_id: str) -> tuple[Delivery, datetime | None]:
        """The state of the message that Notify knows by this id, and when it was delivered.

        Raises `ServerTrouble`. One that Notify does not know (another service's key, or forgotten
        early) is not called delivered: nobody knows.
        """
        try:
            notification = self._client.get_notification_by_id(notify_id)
        except (APIError, TokenError) as error:
            if getattr(error, "status_code", 0) == _NOT_FOUND:
                return Delivery.ON_ITS_WAY, None
            raise ServerTrouble("GOV.UK Notify did not answer") from None
        status = _part(notification, "status")
        state = next((state for state in Delivery if state == status), Delivery.ON_ITS_WAY)
        completed_at = notification.get("completed_at")
        return state, _moment(completed_at) if completed_at else None

    def received_texts(self) -> list[ReceivedText]:
        """The texts that people sent back, of the last seven days. Raises `ServerTrouble`."""
        try:
            received = self._client.get_received_texts()
        except (APIError, TokenError):
            raise ServerTrouble("GOV.UK Notify did not answer") from None
        return [
            ReceivedText(
                number=str(_part(each, "user_number")),
                words=str(_part(each, "content")),
                at=_moment(str(_part(each, "created_at"))),
            )
            for each in _part(received, "received_text_messages")
        ]

    def _taken_before(self, reference: str) -> str | None:
        try:
            notifications = self._client.get_all_notifications(reference=reference)
        except (APIError, TokenError) as error:
            raise _as_mail_error(error) from None
        taken = _part(notifications, "notifications")
        return str(_part(taken[0], "id")) if taken else None


def _part(answer: Any, name: str) -> Any:
    """A part of Notify's answer. Raises `ServerTrouble` for an answer that is not Notify's."""
    if not isinstance(answer, dict) or name not in answer:
        raise ServerTrouble(_NOT_UNDERSTOOD)
    return answer[name]


def _moment(text: str) -> datetime:
    """A time of Notify's, which is in UTC though it may not say so. Raises `ServerTrouble`."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ServerTrouble(_NOT_UNDERSTOOD) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _as_mail_error(error: Any) -> Exception:
    """Notify's answer as one of our own errors, with its number and none of its words."""
    code = int(getattr(error, "status_code", _SERVER_ERROR))
    if code < _BAD_REQUEST:
        # It may have been taken: what refuses is a number from 400 on.
        return ServerTrouble(_NOT_UNDERSTOOD)
    if code in _TROUBLE or code >= _SERVER_ERROR or isinstance(error, TokenError):
        return ServerTrouble(f"GOV.UK Notify answered {code}")
    if code == _BAD_REQUEST and "email_address" in str(error.message):
        return AddressRefused("GOV.UK Notify says this is not an email address")
    if code == _BAD_REQUEST and any(words in str(error.message) for words in _OF_NUMBERS):
        return AddressRefused("GOV.UK Notify does not send to this mobile number")
    return NotTaken(f"GOV.UK Notify did not take the message ({code})")
