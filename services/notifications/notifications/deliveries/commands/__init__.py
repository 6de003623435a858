"""Use cases of deliveries: queue, send, receipts."""
