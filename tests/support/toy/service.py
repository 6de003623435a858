"""A tiny service on common alone: it says numbers over HTTP and writes down the numbers it hears."""

from pathlib import Path
from typing import Annotated, ClassVar
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, Field
from sqlalchemy import Integer, Text, Uuid, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from common.auth.access import AnyActor, SchoolUser
from common.contracts.event import Event
from common.database import keep_copy, service_metadata
from common.errors import Conflict
from common.http.idempotency import Once
from common.http.session import Session, api_router
from common.jobs import Jobs
from common.messaging.outbox import emit
from common.messaging.reactions import Delivery, Poison, Reactions
from common.paging import Paging
from common.service import Context, Service
from common.settings import Settings


class NumberSaid(Event):
    """Somebody said a number."""

    type = "toy.number.said.v1"
    subject_field: ClassVar[str] = "number_id"

    number_id: UUID
    value: int


class Base(DeclarativeBase):
    metadata = service_metadata()


class Heard(Base):
    """Every effect of a reaction, so that doing it twice would show."""

    __tablename__ = "heard"

    id: Mapped[int] = mapped_column(primary_key=True)
    number_id: Mapped[UUID] = mapped_column(Uuid)
    value: Mapped[int] = mapped_column(Integer)


class Latest(Base):
    """A read copy: the newest value of each number."""

    __tablename__ = "latest"

    number_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    value: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int] = mapped_column(Integer)


class Thing(Base):
    """What a request stores."""

    __tablename__ = "things"

    name: Mapped[str] = mapped_column(Text, primary_key=True)


class ThingIn(BaseModel):
    """A request."""

    name: Annotated[str, Field(min_length=1, max_length=20)]
    count: int = 1


class ThingTaken(Conflict):
    """The name is in use."""

    code = "toy.thing_taken"
    title = "名称已被使用"


router = api_router("/v1/things", "试验", max_body_size=8 * 1024)
reactions = Reactions()
jobs = Jobs()


@router.post("", status_code=201)
async def make_thing(
    body: ThingIn, actor: AnyActor, session: Session, once: Once, shelf: int | None = None
) -> dict[str, str]:
    """Store a thing and say so."""
    taken = await session.execute(
        text("INSERT INTO things (name) VALUES (:name) ON CONFLICT DO NOTHING"), {"name": body.name}
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        raise ThingTaken(who_can_change="换一个名称", name=body.name)
    await emit(session, NumberSaid(number_id=actor.id, value=body.count), sequence=1)
    return {"name": body.name}


@router.post("/broken", status_code=200)
async def store_then_break(actor: AnyActor, session: Session) -> None:
    """A defect after a write."""
    await session.execute(text("INSERT INTO things (name) VALUES ('half done')"))
    raise RuntimeError("a defect")


@router.post("/uncommittable", status_code=200)
async def store_what_cannot_commit(actor: AnyActor, session: Session) -> dict[str, str]:
    """A deferred constraint breaks at commit, after the endpoint has returned."""
    await session.execute(text("INSERT INTO promises (kept) VALUES (false)"))
    return {"status": "looks fine"}


@router.get("")
async def list_things(actor: SchoolUser, session: Session, page: Paging, request: Request) -> list[str]:
    """The stored names."""
    return list((await session.execute(text("SELECT name FROM things ORDER BY name"))).scalars())


@reactions.on(NumberSaid)
async def on_number_said(event: NumberSaid, delivery: Delivery) -> None:
    """Write it down, unless it is one that fails."""
    failing: set[int] = getattr(delivery.context.resources, "failing", set())
    if event.value < 0:
        raise Poison("negative numbers can never be heard")
    await delivery.session.execute(
        text("INSERT INTO heard (number_id, value) VALUES (:id, :value)"), {"id": event.number_id, "value": event.value}
    )
    await keep_copy(delivery.session, Latest, {"number_id": event.number_id}, delivery.sequence, value=event.value)
    if event.value in failing:
        raise ConnectionError("something outside does not answer")


@jobs.every(seconds=1)
async def forget_things(session: AsyncSession, context: Context) -> int:
    """One at a time, as many workers as there are."""
    done = await session.execute(
        text("DELETE FROM things WHERE name = (SELECT name FROM things ORDER BY name LIMIT 1 FOR UPDATE SKIP LOCKED)")
    )
    return done.rowcount  # type: ignore[attr-defined]


toy = Service(
    name="toy",
    title="试验服务",
    settings=Settings,
    metadata=Base.metadata,
    migrations=Path(__file__).parent / "migrations",
    routers=[router],
    reactions=reactions,
    jobs=jobs,
)
