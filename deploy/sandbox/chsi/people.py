"""Who has a 学信网 account."""

import hashlib
import hmac

from deploy.sandbox.chsi.schemas import EnrolmentRecord, Person
from deploy.sandbox.store import Collection, Store


class People:
    def __init__(self, store: Store) -> None:
        self._people: Collection[Person] = store.collection("chsi-person", Person)

    def put(self, people: list[Person]) -> None:
        self._people.put_many({person.id_number: person for person in people})

    def get(self, id_number: str) -> Person | None:
        return self._people.get(id_number.upper())

    def all(self) -> list[Person]:
        return self._people.all()

    def clear(self) -> None:
        self._people.clear()

    def log_in(self, account: str, password: str) -> Person | None:
        """Who this is, by ID number or mobile; None when account and password do not belong together."""
        account = account.strip()
        by_id = self.get(account)
        candidates = [by_id] if by_id else [p for p in self._people.all() if p.mobile == account]
        # Two accounts may have been given the same mobile by mistake: then the ID number must be used.
        if len(candidates) != 1:
            return None
        person = candidates[0]
        right = hmac.compare_digest(person.password.encode(), password.encode())
        return person if right else None


def subject_of(id_number: str) -> str:
    """The account's id: the same at every login and after every restart, and no ID number."""
    return hashlib.sha256(b"chsi:" + id_number.encode()).hexdigest()[:32]


def record_of(person: Person) -> EnrolmentRecord:
    return EnrolmentRecord(
        subject=subject_of(person.id_number),
        name=person.name,
        id_number=person.id_number,
        mobile=person.mobile,
        email=person.email,
        enrolments=person.enrolments,
    )
