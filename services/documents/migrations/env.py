"""Alembic's entry; the work is common's."""

from common.migrations import run_env

run_env()
