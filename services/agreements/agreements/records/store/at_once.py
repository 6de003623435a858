"""The hot transitions: one statement for all that their rules look at, one for all that they write.

What comes second loses: nothing is locked between the two, and the write finds no row when the version is another one
by then, or the code is not the latest any more or takes no try. The reader of the result looks again and is told what
has happened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import asyncpg

from agreements.acceptance_codes.states import Try
from agreements.records import errors
from agreements.records.states import chain
from agreements.records.store.single import refusal_of
from agreements.records.tables import IS_LIVE, Agreement
from common.database import Connection
from common.messaging.envelope import Envelope

COLUMNS = tuple(column.name for column in Agreement.__table__.columns)
EMPLOYER = ("employer_id", "name", "uscc", "nature_code", "industry_code", "region_code", "address", "may_sign")
GRADUATE = (
    *("graduate_id", "sequence", "person_index", "name", "id_number_masked", "school_code", "department"),
    *("level_code", "major_name", "training_mode_code", "may_sign", "on_roster"),
)
SETTINGS = ("school_code", "signing_open", "supplement_open", "review_mode", "rescission_limit")
LIVE = ("id", "kind", "status", "employer_name")
CODE = ("id", "state", "version", "terms_sha256", "code_hash", "tries", "expires_at")
PARTS = {
    "agreement": COLUMNS,
    "employer": EMPLOYER,
    "graduate": GRADUATE,
    "settings": SETTINGS,
    "live": LIVE,
    "code": CODE,
}
"""The columns by the part of a `Look`; the first of each is never NULL."""

LOOK = f"""
SELECT {", ".join(f"{part}.{column}" for part, columns in PARTS.items() for column in columns)}, decided.agreement_type
FROM agreements agreement
LEFT JOIN employers employer ON employer.employer_id = agreement.employer_id
LEFT JOIN graduates graduate ON graduate.graduate_id = $2
LEFT JOIN sign_settings settings
       ON settings.school_code = agreement.school_code AND settings.cohort = agreement.cohort
LEFT JOIN schools ON schools.school_code = agreement.school_code
LEFT JOIN province_agreement_types decided
       ON decided.province_code = schools.province_code AND decided.cohort = agreement.cohort
LEFT JOIN LATERAL (
    SELECT id, kind, status, employer_name FROM agreements WHERE graduate_id = $2 AND {IS_LIVE}
) live ON true
LEFT JOIN LATERAL (
    SELECT * FROM acceptance_codes WHERE agreement_id = $1 AND graduate_id = $2 ORDER BY asked_at DESC, id DESC LIMIT 1
) code ON true
WHERE agreement.id = $1 AND agreement.graduate_id = $2
"""
"""Replaces, of the use case that takes its time: `find_for_change`, the employer, the graduate, the sign settings, the
school, its province's decision, the live agreement and the latest acceptance code, one statement each."""

TAKES_A_TRY = """id = $3 AND state = $4 AND (state <> 'open' OR tries < $5) AND EXISTS (SELECT FROM held)
    AND $3 = (SELECT id FROM acceptance_codes WHERE agreement_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 1)"""
"""The code: still what was seen, with a try left, and the latest."""

HISTORY = (
    *("version", "at", "actor_role", "actor_id", "actor_name", "action", "from_status", "to_status", "at_step"),
    *("reason", "detail"),
)


@dataclass(frozen=True)
class Look:
    """What one statement has seen; a part that there is not is None."""

    agreement: Agreement
    employer: Mapping[str, Any] | None
    graduate: Mapping[str, Any] | None
    settings: Mapping[str, Any] | None
    live: Mapping[str, Any] | None
    code: dict[str, Any] | None
    agreement_type: str | None
    """What the province has decided, if it has."""


@dataclass(frozen=True)
class Written:
    """What a save came to. Neither: something was no longer what was seen, and nothing is written."""

    done: bool
    wrong_guesses: int | None
    """How often the code has been guessed wrong, this time included; None if this guess was not wrong, or not taken."""


async def look(connection: Connection, agreement_id: UUID, graduate_id: UUID) -> Look:
    """A graduate's own agreement and everything the rules of an acceptance look at.

    Raises:
        NoSuchAgreement: there is none, or it is somebody else's.
    """
    found = await connection.fetchrow(LOOK, agreement_id, graduate_id)
    if found is None:
        raise errors.NoSuchAgreement
    parts: dict[str, Any] = {}
    start = 0
    for part, columns in PARTS.items():
        values = found[start : start + len(columns)]
        parts[part] = dict(zip(columns, values, strict=True)) if values[0] is not None else None
        start += len(columns)
    agreement = Agreement()
    # Past the instrumentation of its attributes, which costs more than the statement: no session ever tracks this one.
    vars(agreement).update(parts.pop("agreement"))
    return Look(agreement, agreement_type=found["agreement_type"], **parts)


async def save_at_once(
    connection: Connection,
    columns: Mapping[str, Any],
    row: Mapping[str, Any],
    envelope: Envelope,
    code: Mapping[str, Any],
    tried: Try | None,
) -> Written:
    """The next version of an agreement, its history row, its event and the code that was used for it; or, if the code
    was a wrong one, nothing but that it was guessed.

    Args:
        columns: what becomes of it.
        row: its history row, which names it and its new version.
        code: as it was seen; empty if there was none, with which nothing can be tried.
        tried: what was tried with it; None where none is needed.

    Raises:
        GraduateSignsWithAnother: the graduate has accepted another invitation at the same moment.
    """
    used = (code["id"], code["state"], tried.most_tries, tried.right) if tried else (None, None, 0, True)
    said = (envelope.id, envelope.type, envelope.to_json())
    facts = [row[field] for field in HISTORY]
    content = chain.SEPARATOR + chain.content_of(**{field: row[field] for field in HISTORY})
    given = [row["agreement_id"], row["version"] - 1, *used, *said, content, *facts, *columns.values()]
    try:
        return Written(*await connection.fetchrow(_save(tuple(columns)), *given))
    except asyncpg.UniqueViolationError as fault:
        refusal = refusal_of(str(fault))
        if refusal is None:
            raise
        raise refusal from fault


@cache
def _save(columns: Sequence[str]) -> str:
    """Replaces the update of the agreement, the chained history row, the outbox row and the use of the code, one
    statement each, and the transaction around them.

    The agreement is locked before the code, as everywhere. Each try waits for that lock, whether it is right or
    wrong, and is taken or not by what the row of the code says then; so a code answers at most so many."""
    first = 11
    facts = ", ".join(f"${first + place}" for place in range(len(HISTORY)))
    first += len(HISTORY)
    new = ", ".join(f"{column} = ${first + place}" for place, column in enumerate(columns))
    return f"""
WITH held AS (
    SELECT id FROM agreements WHERE id = $1 AND version = $2 FOR NO KEY UPDATE
), used AS (
    UPDATE acceptance_codes SET state = 'used' WHERE $6::boolean AND {TAKES_A_TRY} RETURNING id
), missed AS (
    UPDATE acceptance_codes SET tries = tries + 1 WHERE NOT $6::boolean AND {TAKES_A_TRY} RETURNING tries
), changed AS (
    UPDATE agreements SET version = version + 1, {new}
    WHERE id = $1 AND version = $2 AND ($3::uuid IS NULL OR EXISTS (SELECT FROM used)) RETURNING id
), linked AS (
    INSERT INTO agreement_history (agreement_id, {", ".join(HISTORY)}, previous_sha256, sha256)
    SELECT changed.id, {facts}, link.sha256, encode(sha256(convert_to(link.sha256 || $10, 'UTF8')), 'hex')
    FROM changed
    LEFT JOIN agreement_history link ON link.agreement_id = changed.id AND link.version = $2
), said AS (
    INSERT INTO outbox (event_id, type, body) SELECT $7, $8, $9 FROM changed
)
SELECT EXISTS (SELECT FROM changed), (SELECT tries FROM missed)
"""
