"""Logs of production: where something failed and what kind of error it was, never its words.

The words of an error carry what people wrote: a database's, the row that it refused. The lines of
the code say where to look, and the request's number which lines of the security log belong to it.
"""

import logging
import time
import traceback
from types import TracebackType
from typing import Any

from gunicorn.glogging import Logger

_LINE = "[%(asctime)s] %(levelname)s in %(module)s: %(message)s"
_Error = tuple[type[BaseException], BaseException, TracebackType | None]


def told(error: BaseException) -> str:
    """The kinds of an error and of what led to it, with the lines of the code; no message."""
    parts: list[str] = []
    each: BaseException | None = error
    while each is not None and len(parts) < 10:
        frames = traceback.extract_tb(each.__traceback__)
        lines = "\n".join(
            f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}' for frame in frames
        )
        kind = f"{type(each).__module__}.{type(each).__qualname__}"
        parts.append(f"Traceback (most recent call last):\n{lines}\n{kind}")
        each = each.__cause__ or each.__context__
    return "\nraised after\n".join(parts)


class PrivateFormatter(logging.Formatter):
    """A line of a log, its time in UTC, in which an error is told by `told`."""

    converter = staticmethod(time.gmtime)
    default_msec_format = "%s.%03d+00:00"

    def formatException(self, ei: Any) -> str:
        """The error without its words."""
        error: _Error = ei
        return told(error[1])


class PrivateGunicornLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's log without the addresses that it would write beside an error."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn sets it up, with our formatter on every handler."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(PrivateFormatter(self.error_fmt, self.datefmt))

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """An error while a request was handled: `msg` would be filled with its address."""
        self.error_log.error("A request could not be handled", exc_info=True)


def set_up(logger: logging.Logger, line: str = _LINE) -> None:
    """Have this logger's handlers write errors without their words."""
    for handler in logger.handlers:
        handler.setFormatter(PrivateFormatter(line))
