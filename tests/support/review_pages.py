"""The pages of one review."""

from tests.support.checked_client import CheckedClient
from tests.support.page import Page
from ulss_tracker.models import Review


def show(client: CheckedClient, review: Review, page: str = "", status: int = 200) -> Page:
    """Show the page of a review, or one under it."""
    return client.get(f"/casework/reviews/{review.id}{page}", status=status)
