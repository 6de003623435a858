"""What the services say to each other: one leaf module per producing service, shared value types and code lists.

This package imports pydantic only, so that a school's integration can use it without the rest.
"""
