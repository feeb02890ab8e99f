"""What the service does, in figures for Prometheus; where several processes serve, any of them tells of all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import QueuePool

from sync.hq.service.endpoints import HttpAnswer
from sync.hq.service.standing import seconds_since, standing
from sync.records.books.database import Book
from sync.records.books.settings import read_setting

if TYPE_CHECKING:
    from sync.hq.web.application import Application

# The library's own name for the folder in which processes share their figures.
FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """One process's figures, and the page that tells them."""

    type = CONTENT_TYPE_LATEST

    def __init__(self, application: Application, book: Book) -> None:
        self._application, self._book = application, book
        self._registry = own = CollectorRegistry()
        self._requests = Counter("desk_hq_requests", "Requests answered", ["route", "status"], registry=own)
        self._seconds = Histogram(
            "desk_hq_request_seconds",
            "Time from a request's head to its answer, waiting for news left out",
            ["route"],
            buckets=_STEPS,
            registry=own,
        )
        self._refused = Counter("desk_hq_refused", "Requests refused", ["code"], registry=own)
        self._entries = Counter(
            "desk_hq_entries", "Entries of their own that desks sent, repeats included", registry=own
        )
        self._limited = Counter("desk_hq_rate_limited", "Requests told to come later", ["route"], registry=own)
        self._gauges = {
            name: Gauge(f"desk_hq_{name}", told, registry=own, multiprocess_mode="livesum")
            for name, told in _GAUGES.items()
        }
        self._at_work = _AtWork(book)
        own.register(self._at_work)

    def count(self, route: str, answer: HttpAnswer, seconds: float) -> None:
        """One request was answered."""
        self._requests.labels(route, str(answer.status)).inc()
        if answer.waits is None:
            self._seconds.labels(route).observe(seconds)
        if answer.code:
            self._refused.labels(answer.code).inc()
        if answer.code == "too_many_requests":
            self._limited.labels(route).inc()
        if answer.status == 200 and answer.entries:
            self._entries.inc(answer.entries)

    def look(self) -> None:
        """Notes how full this process is at this moment."""
        application = self._application
        room, pool = application.room, self._book.engine.pool
        now = {
            "connections": room.open,
            "connections_given_up": room.given_up,
            "connections_refused": room.refused,
            "connections_timed_out": room.timed_out,
            "waiting_desks": len(application.waiting),
            "requests_in_work": application.in_work,
            "requests_in_line": application.in_line,
            "pool_connections": pool.size() + pool.overflow() if isinstance(pool, QueuePool) else 0,
            "pool_connections_used": pool.checkedout() if isinstance(pool, QueuePool) else 0,
        }
        for name, value in now.items():
            self._gauges[name].set(value)

    def text(self) -> bytes:
        """The page; asks the database, so it belongs into a thread."""
        self.look()
        if not os.environ.get(FOLDER_VARIABLE):
            return generate_latest(self._registry)
        shared = CollectorRegistry()
        # The collector registers itself; the library gives it no types.
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        shared.register(self._at_work)
        return generate_latest(shared)


_GAUGES = {
    "connections": "Connections open",
    "connections_given_up": "Idle connections ended for another's sake, since the process began",
    "connections_refused": "Connections that found no place, since the process began",
    "connections_timed_out": "Connections ended for being too slow, since the process began",
    "waiting_desks": "Desks waiting for news",
    "requests_in_work": "Requests being worked on",
    "requests_in_line": "Requests waiting for a thread",
    "pool_connections": "Connections to the database",
    "pool_connections_used": "Connections to the database in use",
}


class _AtWork(Collector):
    """What stands in the database: read when it is asked for, the same whichever process is asked."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        with self._book.reading() as connection:
            found = standing(connection, read_setting(connection, "dealer_id"))
        held = GaugeMetricFamily("desk_hq_held", "Entries held, by what is wrong with them", labels=["code"])
        for code, count in sorted(found.held.items()):
            held.add_metric([code], count)
        yield held
        yield GaugeMetricFamily("desk_hq_orders_waiting", "Orders not answered yet", value=found.waiting)
        age = seconds_since(found.oldest, datetime.now(UTC))
        yield GaugeMetricFamily("desk_hq_oldest_order_seconds", "How long the oldest of them has waited", value=age)
        yield GaugeMetricFamily("desk_hq_desks", "Desks that may exchange", value=found.desks)
