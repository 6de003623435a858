"""What happens to deliveries, for Prometheus."""

from prometheus_client import Counter

DELIVERIES = Counter("wangqian_deliveries_total", "Attempts to deliver by channel and outcome.", ["channel", "outcome"])
SUPPLIER_SWITCHES = Counter("wangqian_sms_switches_total", "Text messages that a supplier did not take.", ["supplier"])
