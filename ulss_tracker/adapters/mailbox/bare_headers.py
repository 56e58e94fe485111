"""Headers as they came, cut to a length: the parser asks them for the structure of a message.

The library's newer policies read a header by its grammar each time it is asked for. Brackets in one
another are a recursion there, and quotes take the square of the time, so that one message could
keep every later one from being read.
"""

from email.policy import Compat32
from typing import Any

LONGEST = 2000


class BareHeaders(Compat32):
    """Gives each header on one line, no further than is read of it anyway."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """The header as it came; what is not ASCII in it stays as the parser left it."""
        return value[:LONGEST].replace("\r", "").replace("\n", "")


BARE: Any = BareHeaders()
