"""`docs/states.md`: every state machine as its table and as a diagram, from the tables in `states.py`."""
