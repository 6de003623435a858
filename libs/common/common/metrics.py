"""Prometheus metrics that every service has."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Histogram(
    "wangqian_http_request_seconds", "HTTP requests by route and status.", ["service", "method", "route", "status"]
)
EVENTS_CONSUMED = Counter("wangqian_events_consumed_total", "Messages worked on.", ["service", "type", "verdict"])
EVENTS_PUBLISHED = Counter("wangqian_events_published_total", "Messages handed to the broker.", ["service"])
OUTBOX_WAITING = Gauge("wangqian_outbox_waiting", "Events not yet handed to the broker.", ["service"])
DEAD_LETTERED = Counter("wangqian_dead_letters_total", "Messages given up.", ["service"])
JOB_RUNS = Counter("wangqian_job_runs_total", "Clock jobs run.", ["service", "job", "outcome"])
REFUSALS = Counter("wangqian_refusals_total", "Expected refusals by their code.", ["service", "code"])
