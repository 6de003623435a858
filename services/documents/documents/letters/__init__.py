"""Letters that people print, sign and hand in again, prefilled with what is known."""
