"""Verification codes by text message, at once."""
