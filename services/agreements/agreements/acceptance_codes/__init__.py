"""One-time codes that confirm an acceptance: bound to the terms that were read (docs/adr/0009)."""
