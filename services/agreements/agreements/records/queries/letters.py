"""How letters are stored: as they were sent, with the phones sealed."""

from datetime import date
from typing import Any

from agreements.records.schemas.letter import Content, Letter
from agreements.records.tables import Agreement
from agreements.relocation.queries import opened_relocation, sealed_relocation
from common.crypto import Cipher

SEAL = "letter.contact_phone"


def sealed_letter(letter: Content, cipher: Cipher) -> dict[str, Any]:
    """A letter as it is stored."""
    return letter.model_dump(mode="json") | {
        "contact_phone": cipher.encrypt(letter.contact_phone, SEAL),
        "relocation": sealed_relocation(letter.relocation, cipher) if letter.relocation else None,
    }


def letter_of(agreement: Agreement, cipher: Cipher) -> Letter:
    """A letter as it was sent. It was checked then and is not checked again: code lists move on, records stay."""
    return opened_letter(agreement.letter, cipher)


def current_letter(agreement: Agreement, cipher: Cipher) -> Letter:
    """A letter as the school has amended it since, or as it was sent."""
    amended = agreement.amended
    if amended is None or amended["terms_version"] != agreement.terms_version:
        return letter_of(agreement, cipher)
    return opened_letter(amended["letter"], cipher)


def opened_letter(content: dict[str, Any], cipher: Cipher) -> Letter:
    """The same of any letter that is stored."""
    report_by, relocation = content["report_by"], content["relocation"]
    return Letter.model_construct(
        **content
        | {
            "contact_phone": cipher.decrypt(content["contact_phone"], SEAL),
            "report_by": date.fromisoformat(report_by) if report_by else None,
            "relocation": opened_relocation(relocation, cipher) if relocation else None,
        }
    )
