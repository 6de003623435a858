"""Uploads that prove something in agreements. They are documents'; here is what it has told of them."""
