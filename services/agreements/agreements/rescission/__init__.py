"""Ending an agreement before its time: online, offline, and forced by the school (guides/000 §6, 003 §7, 004 §5–6)."""
