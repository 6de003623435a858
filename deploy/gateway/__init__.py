"""The front of the platform: nginx in compose, an ASGI app in the embedded run."""
