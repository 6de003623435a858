"""HTTP in, HTTP out: transactions, problem+json, idempotency. What every service's API does the same way."""
