"""Accounts of those who work on the platform: schools, departments, provinces and the centre (guides/003 §1, §2)."""
