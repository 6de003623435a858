"""Looking up graduates, and counting the ID numbers that fit nobody: what keeps a search from becoming a guess."""
