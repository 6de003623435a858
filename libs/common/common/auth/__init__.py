"""Who is asking: actors, the tokens that carry them, and access rules that are readable in a route's signature."""
