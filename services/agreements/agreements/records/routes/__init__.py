"""Agreements of every kind over HTTP: lists, one whole, and what is printed."""

from agreements.records.routes.agreements import router

__all__ = ["router"]
