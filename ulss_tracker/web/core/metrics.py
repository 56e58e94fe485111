"""Each answer counted, timed and logged, by its page's name; and /metrics, where Prometheus reads.

Under gunicorn the counts are those of all workers (PROMETHEUS_MULTIPROC_DIR).
"""

import hmac
import logging
import os
import time

from flask import Flask, Response, current_app, g, request
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector

from ulss_tracker.services.operations.metrics import Collector

_ANSWERS = Counter("tracker_answers", "Answers, by the side that was asked", ["side", "status"])
_SECONDS = Histogram("tracker_answer_seconds", "Seconds that an answer took", ["side"])
_log = logging.getLogger("ulss_tracker.web")


def set_up(app: Flask) -> None:
    """Count and time every answer."""
    app.before_request(_begin)
    app.after_request(_end)


def answer() -> tuple[Response, int]:
    """All figures, for who sends METRICS_TOKEN; to anybody else there is no such page."""
    token = str(current_app.config["METRICS_TOKEN"])
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(sent.encode(), token.encode()):
        return Response("Not found\n", content_type="text/plain"), 404
    counted = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(counted := CollectorRegistry())  # type: ignore[no-untyped-call]
    (own := CollectorRegistry()).register(Collector())
    figures = generate_latest(counted) + generate_latest(own)
    return Response(figures, content_type=CONTENT_TYPE_PLAIN_0_0_4), 200


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    side = request.blueprint or "none"
    _ANSWERS.labels(side, f"{response.status_code // 100}xx").inc()
    _SECONDS.labels(side).observe(seconds)
    details = {"page": request.endpoint, "status": response.status_code}
    _log.info("answered", extra=details | {"seconds": round(seconds, 3)})
    return response
