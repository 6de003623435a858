"""Staff accounts and their passwords as requests and answers show them."""
