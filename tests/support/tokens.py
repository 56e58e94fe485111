"""A form's token, for sending what no form on any page would send."""

import re

from tests.support.checked_client import CheckedClient


def token_of(client: CheckedClient) -> str:
    """The token as this client's session knows it, from a page that anyone may read."""
    page = client.open("/sign-in", follow_redirects=True).get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "no form with a token"
    return found[1]
