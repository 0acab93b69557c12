"""Structured logs: one JSON object a line on standard error, and never a word of a statement.

What a request holds is not passed to the log at all: no body, no query, no path beyond the route's
template, no address. Of an exception only its type and places are written (`analysis.fault`).
"""

from __future__ import annotations

import logging
import sys
from typing import TextIO

import structlog


def set_up_logs(level: str) -> None:
    """Send the logs of the service and of its server through one JSON format.

    Args:
        level: least severe entries that are written.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = _StandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _without_trace],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    for name in ("plumbline", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(level.upper())
        logger.propagate = False
    # The service writes an entry of its own for each request.
    logging.getLogger("uvicorn.access").disabled = True


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to what is standard error at the time, and not at the start."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """The stream to write to."""
        return sys.stderr


def _without_trace(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Reduce a foreign entry's exception to its type."""
    record = event.get("_record")
    if record is not None and record.exc_info and record.exc_info[0] is not None:
        event["error"] = record.exc_info[0].__name__
        event.pop("exc_info", None)
        record.exc_info = None
        record.exc_text = None
    return event
