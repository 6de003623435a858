"""Value types that every service reads and writes in the same way.

Each module has a pure `check_…(text) -> canonical text` that raises `ValueFault` (a `ValueError`) with a reason and a
remedy in Chinese, and an annotated type for pydantic schemas whose 422 message says the same.
"""
