"""Counters every service keeps, in Prometheus' text format at `/metrics` (internal)."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest


class Metrics:
    """One service's registry; built by `create_app`, so that two apps in one process do not clash."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "http_requests", "Requests answered", ["method", "status_class"], registry=self.registry
        )
        self.seconds = Histogram("http_request_seconds", "Time to the last byte", registry=self.registry)

    def page(self) -> bytes:
        """The registry as Prometheus reads it."""
        return generate_latest(self.registry)
