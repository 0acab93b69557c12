"""Prometheus metrics of the service; several worker processes add up to one page of them."""

from __future__ import annotations

import os

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client import generate_latest as page
from prometheus_client.multiprocess import MultiProcessCollector

MEDIA_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 5.0, 30.0)
_SIZES = (1, 2, 4, 8, 16, 32)


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        """Register everything in a registry of its own, so that one process may hold two apps."""
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "plumbline_requests", "Requests answered.", ["method", "route", "status"],
            registry=registry,
        )  # fmt: skip
        self._request_seconds = Histogram(
            "plumbline_request_seconds", "Time from the request's head to the end of the answer.",
            ["route"], buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self._refused = Counter(
            "plumbline_refused", "Requests refused to protect the service.", ["reason"],
            registry=registry,
        )  # fmt: skip
        self.wait_seconds = Histogram(
            "plumbline_wait_seconds", "Time that a document waited for the analyser.",
            buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self.batch_size = Histogram(
            "plumbline_batch_size", "Documents analysed together.",
            buckets=_SIZES, registry=registry,
        )  # fmt: skip
        self.batch_seconds = Histogram(
            "plumbline_batch_seconds", "Time of the analyser on one batch.",
            buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self.queue_depth = Gauge(
            "plumbline_queue_depth", "Documents that wait for the analyser.",
            multiprocess_mode="livesum", registry=registry,
        )  # fmt: skip
        self.ready = Gauge(
            "plumbline_ready", "Processes whose models are warm.",
            multiprocess_mode="livesum", registry=registry,
        )  # fmt: skip

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer.

        Args:
            method: one of HTTP's; any other is counted as `other`.
            route: the template of the path, never the path itself.
            status: of the answer.
            seconds: from the head of the request to the end of the answer.
        """
        self._requests.labels(method if method in _METHODS else "other", route, status).inc()
        self._request_seconds.labels(route).observe(seconds)

    def refused(self, reason: str) -> None:
        """Count one refusal: `queue`, `wait`, `rate`, `token`, `size` or `slow`."""
        self._refused.labels(reason).inc()

    def page(self) -> bytes:
        """Return all metrics in the text format of Prometheus."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return page(self._registry)
        whole = CollectorRegistry()
        MultiProcessCollector(whole)  # type: ignore[no-untyped-call]
        return page(whole)


_METHODS = frozenset(
    {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}
)
