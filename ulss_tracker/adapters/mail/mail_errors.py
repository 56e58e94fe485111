"""Why a message was not taken.

Nothing raised carries an address or a word of a message.
"""


class MailError(Exception):
    """The message was not taken; the message says why, in words without personal data."""


class ServerTrouble(MailError):
    """The mail server cannot be used at the moment: trying another message is no use."""


class NotTaken(MailError):
    """The server is there and did not take this message; it may later."""


class MayHaveGone(NotTaken):
    """The server had the message and never said whether it took it: another try may be a second."""


class AddressRefused(MailError):
    """The server says this address will never work, or it is not an address."""


class NoWay(MailError):
    """Nothing is set up here by which this kind of message could go."""
