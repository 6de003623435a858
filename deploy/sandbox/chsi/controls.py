"""Puts people into 学信网."""

from typing import Annotated

from fastapi import APIRouter, Body, HTTPException
from pydantic import BaseModel

from deploy.sandbox.chsi.routes import PeopleDep
from deploy.sandbox.chsi.schemas import IdNumber, Person, PersonDetails

router = APIRouter(prefix="/sandbox/chsi/people", tags=["chsi controls"])


class Stored(BaseModel):
    stored: int


@router.get("")
async def list_people(people: PeopleDep, limit: int = 1000) -> list[Person]:
    """The people with their passwords, in the order in which they were put in."""
    return people.all()[: max(limit, 0)]


@router.get("/{id_number}")
async def show_person(id_number: IdNumber, people: PeopleDep) -> Person:
    """One person with the password; 404 when there is no such person."""
    person = people.get(id_number)
    if person is None:
        raise HTTPException(404, "no such person")
    return person


@router.put("/{id_number}")
async def put_person(id_number: IdNumber, details: PersonDetails, people: PeopleDep) -> Person:
    """Adds the person or replaces what is known of them."""
    person = Person(id_number=id_number, **details.model_dump())
    people.put([person])
    return person


@router.post("")
async def put_people(items: Annotated[list[Person], Body(max_length=20_000)], people: PeopleDep) -> Stored:
    """Adds or replaces up to 20,000 people at once; one that is malformed refuses them all."""
    people.put(items)
    return Stored(stored=len(items))


@router.delete("", status_code=204)
async def forget_people(people: PeopleDep) -> None:
    """Forgets everybody."""
    people.clear()
