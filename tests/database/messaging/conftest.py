"""GOV.UK Notify, as the tests of what goes by it want it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.support.notify_server import TEXT_TEMPLATE_ID, Notify, sent_by_notify


@pytest.fixture
def notify(now: None, app: Flask) -> Iterator[Notify]:
    """Notify takes emails and texts, from the `NOW` of the module on."""
    with sent_by_notify(app, NOTIFY_TEXT_TEMPLATE_ID=TEXT_TEMPLATE_ID) as server:
        yield server
