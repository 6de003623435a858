"""The usual way, to compare with: SQLAlchemy's entities and its unit of work.

Entities are loaded, checked, changed and flushed, in one transaction of one session. The tables, the rules, the
history, the events, the authentication, the idempotency and the answers are the real ones; only the way to the
database is another, and that many are done one after the other.
"""
