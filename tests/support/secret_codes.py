"""Secret codes in every kind of message that holds one, sent, failed and to be posted."""

from sqlalchemy import select

from tests.support import build
from ulss_tracker.models import Channel, Message, MessageState, db
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.requests import intake


def with_messages() -> tuple[frozenset[bytes], list[str]]:
    """Make requests with codes; all the codes there now are, and each message's page."""
    by_post = build.asked(email="", postal_address="1 High St")
    received = [
        intake.receive(asked, channel=channel)
        for channel in (Channel.FORM, Channel.PHONE)
        for asked in (by_post, build.asked())
    ]
    with transaction():
        messages = list(db.session.scalars(select(Message)))
        assert sum(each.by_post for each in messages) >= 2
        for message in [each for each in messages if not each.by_post][::2]:
            message.state = MessageState.FAILED
        one_time = {each.code for each in messages if each.code}
        assert one_time  # for nobody of the office
        codes = frozenset(code.encode() for code in {each.code for each in received} | one_time)
        return codes, [f"/casework/messages/{each.id}" for each in messages]
