"""What was sent outside, and what became of it."""
