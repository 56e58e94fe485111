"""The newest checkpoint by email, once a day: a proof that whoever owns the machine cannot take."""

from ulss_tracker import clock
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.operations import anchors, checkpoints


def send() -> int:
    """Add the day's messages for the addresses of the settings; how many."""
    recipients = office_details.current().CHECKPOINT_EMAILS
    newest = checkpoints.latest() if recipients else None
    if newest is None:
        return 0
    line = anchors.line(newest, anchors.chain())
    with transaction():
        return sum(
            compose.send_checkpoint(address, line, newest, clock.today()) for address in recipients
        )
