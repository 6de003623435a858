"""What graduates fill in themselves: an agreement to be sealed on paper, or one that was (guides/003 §5.2, §6)."""
