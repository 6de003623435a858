"""Two SMS suppliers, `a` and `b`, that speak the same protocol with keys of their own."""
