"""Which WeChat account a graduate has bound."""
