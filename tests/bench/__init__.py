"""What signing costs, measured in one run against the database's own limit and against the usual way."""
