"""What the telephone tells Prometheus of this process."""

from prometheus_client import Counter, Histogram

BUCKETS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)

WEBHOOK_SECONDS = Histogram(
    "giglens_webhook_seconds", "Seconds to answer Twilio, what others take included.", ["view"], buckets=BUCKETS
)
REFUSED = Counter("giglens_webhooks_refused", "Requests on Twilio's addresses that were not taken.", ["why"])
REPLAYED = Counter("giglens_webhooks_replayed", "Requests answered with the document of an earlier one.", ["view"])
CALLS = Counter("giglens_calls", "Calls that are over.", ["direction", "way", "outcome"])
