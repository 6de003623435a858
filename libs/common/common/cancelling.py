"""Stopping loops that outlive every failure."""

import asyncio


def stop_if_cancelled() -> None:
    """End a loop that has caught something while it was being cancelled.

    A clean-up that fails (a connection that does not close in time) takes the place of the cancellation; a loop that
    takes it for one more failure would never end.

    Raises:
        asyncio.CancelledError: the present task is being cancelled.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
