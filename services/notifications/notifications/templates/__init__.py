"""What people are told: every notice and every text message, in one place each."""
