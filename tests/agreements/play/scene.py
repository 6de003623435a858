"""One play as it goes on: whatever is done is held against the guides and noted, and told as a story if it differs."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from tests.agreements.play import notes
from tests.agreements.play.guides import Book, Favourite, Stands
from tests.agreements.play.players import GRADUATES, Players
from tests.agreements.play.stage import refusal_in
from tests.agreements.play.table import BINDS, ROLES, roles_of
from tests.agreements.play.ways import kinds_with, way_to
from tests.agreements.play.witnesses import buttons, differences, standing


@dataclass
class Tally:
    """Over all plays: how often what was allowed was done, and which rules refused what was not."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


@dataclass
class Scene:
    """The book of the guides, the people, and what has happened so far."""

    loop: asyncio.AbstractEventLoop
    book: Book
    players: Players
    tally: Tally
    story: list[str] = field(default_factory=list)

    def wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        """The service lives in the test's event loop, the play in a thread of its own."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=60)

    def keep(self, employer: int, graduate: int) -> Favourite | None:
        """加入收藏夹: only who is on the roster can be found."""
        someone, there = self.book.roster[graduate], self.book.kept(employer, graduate)
        to: Stands | str = "favourite_is_new" if there else Stands("kept", None)
        to = to if someone.on_roster else "no_such_graduate"
        answer = self.wait(self.players.keep(employer, graduate))
        if not self._as_the_guides(f"employer {employer} keeps graduate {graduate}", answer, to):
            return None
        kept = Favourite(answer.json()["id"], employer, graduate, someone.known_as)
        self.book.favourites.append(kept)
        return kept

    def drop(self, favourite: Favourite) -> None:
        """It is removed from the employer's list."""
        self.book.favourites.remove(favourite)
        answer = self.wait(self.players.drop(favourite.employer, favourite.number))
        self._as_the_guides(f"{favourite} is removed", answer, Stands("removed", None))

    def invite(self, employer: int, graduate: int, *, old: bool = False) -> str | None:
        """From the favourites, one that is 失效 if it is to be an old one. Returns the agreement."""
        kept = self.book.kept(employer, graduate, invalid=True) if old else None
        kept = kept or self.book.kept(employer, graduate) or self.keep(employer, graduate)
        if kept is None:
            return None
        answer = self.wait(self.players.invite(employer, kept.number))
        if not self._as_the_guides(f"employer {employer} invites {kept}", answer, self.book.invited(kept)):
            return None
        sent = answer.json()
        notes.invited(self.book, sent["id"], kept, datetime.fromisoformat(sent["deadline"]))
        return str(sent["id"])

    def submit(self, kind: str, employer: int | None, graduate: int) -> str | None:
        """A form of either kind on paper. Returns the agreement."""
        to = self.book.submitted(kind, graduate)
        answer = self.wait(self.players.submit(kind, employer, graduate))
        told = f"graduate {graduate} sends in {kind} with employer {'typed in' if employer is None else employer}"
        if not self._as_the_guides(told, answer, to) or isinstance(to, str):
            return None
        notes.submitted(self.book, answer.json()["id"], kind, employer, graduate, to)
        return str(answer.json()["id"])

    def do(self, number: str, role: str, verb: str) -> None:
        """One button, pressed by whoever it is: first what they are shown, then what comes of it."""
        record = self.book.records[number]
        to = self._guess(number, role, verb)
        told = f"{role}: {verb} on {record}"
        if role in ROLES and self.book.sees(role, record):
            seen = self.wait(self.players.read(number, self.players.actor(record, role)))
            self.same(f"what is shown before {told}", buttons(seen), self.book.shown(number, role))
        answer = self.wait(self.players.act(number, record, role, verb))
        if not self._as_the_guides(told, answer, to) or isinstance(to, str):
            return
        notes.done(self.book, number, role, verb, to)
        self.tally.done[verb] += 1
        if verb == "amend-invitation":
            record.deadline = datetime.fromisoformat(answer.json()["deadline"])
        seen = self.wait(self.players.read(number, self.players.world.school))
        self.same(told, standing(seen), (record.status, record.step, record.disputed))

    def go(self, goal: str, turn: int) -> None:
        """Towards a goal by the shortest way, of an agreement that there is or of a new one."""
        numbers = list(self.book.records)
        first = turn % (len(numbers) or 1)
        if any(self.walk(number, goal, turn) for number in [*numbers[first:], *numbers[:first]]):
            return
        begun = self.begin(kinds_with(goal)[turn % len(kinds_with(goal))], turn, self._free(turn))
        if begun:
            self.walk(begun, goal, turn)

    def everybody_sees_the_same(self) -> None:
        """All readers, all records."""
        found = self.wait(differences(self.players, self.book))
        self.same("what everybody sees", "\n".join(found), "")

    def same(self, told: str, service: object, guides: object) -> None:
        """Tell the story if they are not."""
        if service != guides:
            story = "\n".join(f"{number:3}. {line}" for number, line in enumerate(self.story, 1))
            raise AssertionError(f"\n{story}\n\nThen {told}\nThe service: {service}\nThe guides:  {guides}")

    def walk(self, number: str, goal: str, turn: int) -> bool:
        """All that leads an agreement there. Returns whether anything does."""
        way = way_to(self.book, number, goal, turn)
        for role, verb in way or []:
            self.do(number, role, verb)
        return way is not None

    def begin(self, kind: str, turn: int, graduate: int) -> str | None:
        """A new agreement."""
        if kind == "online":
            return self.invite(turn % 2, graduate)
        return self.submit(kind, (None, 0, 1)[turn % 3], graduate)

    def _free(self, turn: int) -> int:
        """A graduate who can sign, if there is one."""
        bound = {each.graduate for each in self.book.records.values() if each.status in BINDS}
        free = [each for each in range(GRADUATES) if each not in bound and not self.book.roster[each].barred]
        return free[turn % len(free)] if free else turn % GRADUATES

    def _guess(self, number: str, role: str, verb: str) -> Stands | str:
        part = {"rival": "employer", "stranger": "graduate"}.get(role)
        if part is None:
            return self.book.answer(number, role, verb)
        return "no_such_agreement" if part in roles_of(verb) else "wrong_role"

    def _as_the_guides(self, told: str, answer: httpx.Response, to: Stands | str) -> bool:
        """Whether it was done: the service does what the guides do, and refuses by the same rule what they refuse."""
        expected = to if isinstance(to, str) else None
        self.same(f"{told} → {to}", refusal_in(answer), expected)
        self.story.append(f"{told} → {expected or ' '.join(filter(None, to))}")
        self.tally.refused[expected or ""] += 1
        return expected is None
