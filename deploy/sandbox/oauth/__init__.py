"""OAuth 2.0 authorization code with PKCE, as every system of the sandbox that people log in at speaks it."""
