"""Failures on demand: what an outside system does to its callers on a bad day."""

from asyncio import sleep
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import BaseModel, Field, model_validator

from common import clock

System = Literal["bank", "chsi", "employment", "jobplatform", "sms-a", "sms-b", "wechat"]
Mode = Literal["down", "slow", "reject", "limit"]


class Failure(BaseModel):
    """How a system fails.

    `down`: 503 to every request. `slow`: every answer is late. `reject`: what is asked for is refused for good.
    `limit`: it is refused for now. The last two hit what a system is for: the login, token and enrolment of CHSI, and
    sending at the others.
    """

    mode: Mode
    seconds: float | None = Field(
        default=None,
        ge=0,
        le=86_400,
        description="slow: delay of each answer, required, at most 60. Otherwise: how long the failure lasts.",
    )
    times: int | None = Field(default=None, ge=1, description="How many requests it hits; without it, all.")

    @model_validator(mode="after")
    def slow_says_how_slow(self) -> Self:
        if self.mode == "slow" and (self.seconds is None or self.seconds > 60):
            raise ValueError("slow needs seconds between 0 and 60")
        return self


@dataclass
class Active:
    failure: Failure
    until: datetime | None
    left: int | None


class Failures:
    """The failures that are switched on. They are forgotten at a restart."""

    def __init__(self) -> None:
        self._active: dict[str, Active] = {}

    def switch_on(self, system: System, failure: Failure) -> None:
        lasts = failure.seconds if failure.mode != "slow" else None
        until = clock.now() + timedelta(seconds=lasts) if lasts is not None else None
        self._active[system] = Active(failure, until, failure.times)

    def switch_off_all(self) -> None:
        self._active.clear()

    def standing(self) -> dict[str, Failure]:
        """What is switched on now; `times` is what is left of it."""
        for system in list(self._active):
            self._forget_if_over(system)
        return {name: a.failure.model_copy(update={"times": a.left}) for name, a in self._active.items()}

    def take(self, system: str, *modes: Mode) -> Failure | None:
        """The failure that hits this request, if one of `modes` is on; uses up one of its times."""
        self._forget_if_over(system)
        active = self._active.get(system)
        if active is None or active.failure.mode not in modes:
            return None
        if active.left is not None:
            active.left -= 1
        return active.failure

    async def obey(self, system: str) -> None:
        """Be late or unreachable, if so ordered.

        Raises HTTPException: 503 when the system is down.
        """
        failure = self.take(system, "down", "slow")
        if failure is None:
            return
        if failure.mode == "down":
            raise HTTPException(503, "service unavailable", headers={"Retry-After": "1"})
        await sleep(failure.seconds or 0)

    def _forget_if_over(self, system: str) -> None:
        active = self._active.get(system)
        if active is None:
            return
        if active.left == 0 or (active.until is not None and clock.now() >= active.until):
            del self._active[system]


async def failures_of(request: Request) -> Failures:
    return request.app.state.failures


def obeys(system: System) -> Callable[[Request], Awaitable[None]]:
    """A dependency that makes every route of a system late or unreachable when that is ordered."""

    async def obey(request: Request) -> None:
        await request.app.state.failures.obey(system)

    return obey


FailuresDep = Annotated[Failures, Depends(failures_of)]

router = APIRouter(prefix="/sandbox/failures", tags=["failures"])


@router.get("")
async def show_failures(failures: FailuresDep) -> dict[str, Failure]:
    """What is switched on, by system."""
    return failures.standing()


@router.put("/{system}")
async def switch_failure_on(system: System, failure: Failure, failures: FailuresDep) -> Failure:
    """Make one outside system fail from the next request on. Replaces what was ordered before."""
    failures.switch_on(system, failure)
    return failure


@router.delete("", status_code=204)
async def switch_failures_off(failures: FailuresDep) -> None:
    """Make all outside systems well again."""
    failures.switch_off_all()
