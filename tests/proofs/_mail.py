"""A mail server that takes its time, and remembers who was still there to hear its answer."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from random import Random
from typing import Any

from aiosmtpd.controller import Controller

from tests.support.ports import free_port

TAKEN = "250 Taken"


@dataclass
class Taken:
    """A message the server took: its Message-ID, in which conversation, and whether it said so.

    It was answered when the client lived to the moment of the answer. It may have died since.
    """

    message_id: str
    conversation: int
    answered: bool = False


@dataclass
class SlowMail:
    """Mail that the server took, in order. It waits between `seconds[0]` and `seconds[1]`, twice.

    First with the message in its hands, not taken yet; then with the message taken, before its
    answer. A client that dies in the first wait sent nothing; one that dies in the second, or
    before it has recorded the answer, has sent a message that it does not know to have gone.
    """

    port: int
    chance: Random
    seconds: tuple[float, float]
    taken: list[Taken] = field(default_factory=list)
    in_hand: int = 0
    most_in_hand: int = 0
    _conversations: dict[Any, int] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Its address, as SMTP_URL says it."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take the message, slowly. Cancelled where the client goes away."""
        message = message_from_bytes(envelope.content, policy=default)
        conversation = self._conversations.setdefault(session, len(self._conversations))
        self.in_hand += 1
        self.most_in_hand = max(self.most_in_hand, self.in_hand)
        try:
            await self._wait()
            taken = Taken(str(message["Message-ID"]), conversation)
            self.taken.append(taken)
            await self._wait()
            taken.answered = server.transport is not None and not server.transport.is_closing()
        finally:
            self.in_hand -= 1
        return TAKEN

    def doubles(self) -> list[str]:
        """The Message-IDs taken more than once, as often as they were taken too often."""
        counted = Counter(each.message_id for each in self.taken)
        return [name for name, times in counted.items() for _ in range(times - 1)]

    def unexplained(self) -> list[str]:
        """The doubles whose earlier copy was not the last thing its conversation handed over.

        A process that dies, or loses its database, between the server's yes and its own record
        leaves exactly such a last message: that is the documented case (docs/messaging.md).
        """
        last_of = {each.conversation: place for place, each in enumerate(self.taken)}
        last_copy = {each.message_id: place for place, each in enumerate(self.taken)}
        return [
            each.message_id
            for place, each in enumerate(self.taken)
            if place != last_copy[each.message_id] and place != last_of[each.conversation]
        ]

    async def _wait(self) -> None:
        await asyncio.sleep(self.chance.uniform(*self.seconds) / 2)


@contextmanager
def slow_mail(seed: int, seconds: tuple[float, float] = (0.05, 0.5)) -> Iterator[SlowMail]:
    """Serve on a free port of this machine until the block ends."""
    server = SlowMail(free_port(), Random(seed), seconds)
    controller = Controller(server, hostname="127.0.0.1", port=server.port, enable_SMTPUTF8=True)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
