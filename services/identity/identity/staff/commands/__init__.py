"""Use cases of staff accounts: the platform's own, their passwords, and those of the employment system."""
