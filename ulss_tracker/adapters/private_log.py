"""Logs: each event, where it happened and for which request's number; never what people wrote.

In production each line is one JSON object. The words of an error carry what people wrote: a
database's, the row that it refused. The lines of the code say where to look, and the request's
number which lines of every log belong together: it is bound in `structlog.contextvars` by whoever
begins something (a web request, a run of a job, the sending of a message).
"""

import logging
import traceback
from typing import Any

from structlog.contextvars import get_contextvars, merge_contextvars
from structlog.dev import ConsoleRenderer
from structlog.processors import JSONRenderer, TimeStamper
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, WrappedLogger


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


def number() -> str:
    """The number of the web request, or of the run of a job, that this is done for; "" for none."""
    return str(get_contextvars().get("request", ""))


def formatter(*, as_json: bool) -> logging.Formatter:
    """One line for each record, its time in UTC: a JSON object, or words for a terminal."""
    return ProcessorFormatter(
        foreign_pre_chain=(
            merge_contextvars,
            add_log_level,
            add_logger_name,
            ExtraAdder(),
            TimeStamper(fmt="iso", utc=True),
            _without_words,
        ),
        processors=[
            ProcessorFormatter.remove_processors_meta,
            JSONRenderer() if as_json else ConsoleRenderer(colors=False),
        ],
    )


def set_up(*, as_json: bool) -> None:
    """Have this process write its log to its error output: of libraries, the warnings alone."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(as_json=as_json))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("ulss_tracker").setLevel(logging.INFO)


def _without_words(_logger: WrappedLogger, _method: str, record: EventDict) -> EventDict:
    error: Any = record.pop("exc_info", None)
    if error:
        record["error"] = told(error[1])
    return record
