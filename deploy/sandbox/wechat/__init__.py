"""The API of a WeChat Official Account (公众号): tokens, template messages, web login."""
