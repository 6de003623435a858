"""Loops that outlive every failure still end when they are told to."""

import asyncio

import pytest

from common.cancelling import stop_if_cancelled


async def loop_whose_clean_up_fails() -> None:
    while True:
        try:
            try:
                await asyncio.sleep(60)
            finally:
                raise TimeoutError("did not close in time")
        except TimeoutError:
            stop_if_cancelled()


class TestStopIfCancelled:
    async def test_ends_a_loop_whose_clean_up_replaced_the_cancellation(self) -> None:
        task = asyncio.create_task(loop_whose_clean_up_fails())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, timeout=2)

    async def test_lets_a_loop_go_on_that_only_failed(self) -> None:
        stop_if_cancelled()
