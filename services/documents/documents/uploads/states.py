"""What files are for, who may upload them, and where they are kept. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from common.auth.actors import Actor, EmployerUser, Graduate, SchoolUser

_UPLOADS, _ORIGINALS = "uploads", "originals"


class Purpose(StrEnum):
    """What a file is to prove. The owner of the record it is handed in with relies on it."""

    BUSINESS_LICENCE = "business_licence"
    AUTHORISATION_LETTER = "authorisation_letter"
    VERIFICATION_MATERIAL = "verification_material"
    DESTINATION_PROOF = "destination_proof"
    RESCISSION_PROOF = "rescission_proof"
    CORRECTION_PROOF = "correction_proof"
    WARNING_EVIDENCE = "warning_evidence"
    APPEAL_EVIDENCE = "appeal_evidence"
    AGREEMENT_COPY = "agreement_copy"
    AGREEMENT_PROOF = "agreement_proof"
    DISPUTE_PROOF = "dispute_proof"

    @property
    def label(self) -> str:
        """As screens name it (guides/000 §2 and §11, guides/003 §5.2 and §6 to §9)."""
        return {
            "business_licence": "营业执照或统一社会信用代码证书",
            "authorisation_letter": "网签授权书",
            "verification_material": "其他认证材料",
            "destination_proof": "毕业去向证明材料",
            "rescission_proof": "解约证明材料",
            "correction_proof": "单位信息更正证明材料",
            "warning_evidence": "预警单位证明材料",
            "appeal_evidence": "预警申诉证明材料",
            "agreement_copy": "盖章的就业协议",
            "agreement_proof": "纸质就业协议书图像",
            "dispute_proof": "异议证明材料",
        }[self.value]


PURPOSES: Mapping[type[Actor], tuple[Purpose, ...]] = {
    EmployerUser: (
        Purpose.BUSINESS_LICENCE,
        Purpose.AUTHORISATION_LETTER,
        Purpose.VERIFICATION_MATERIAL,
        Purpose.CORRECTION_PROOF,
        Purpose.APPEAL_EVIDENCE,
        Purpose.AGREEMENT_COPY,
    ),
    Graduate: (
        Purpose.DESTINATION_PROOF,
        Purpose.AGREEMENT_COPY,
        Purpose.AGREEMENT_PROOF,
        Purpose.RESCISSION_PROOF,
        Purpose.DISPUTE_PROOF,
    ),
    SchoolUser: (Purpose.RESCISSION_PROOF, Purpose.WARNING_EVIDENCE),
}
"""Who uploads what."""


def purposes_of(actor: Actor) -> tuple[Purpose, ...]:
    """What this actor may upload files for."""
    return PURPOSES.get(type(actor), ())


def uploaded_at(file_id: UUID) -> datetime:
    """When a file's id was made (RFC 9562, UUID version 7), aware, in UTC."""
    return datetime.fromtimestamp((file_id.int >> 80) / 1000, UTC)


def object_key(file_id: UUID) -> str:
    """Where the file is kept. It follows from the id alone, so that an object without a row can be told."""
    return f"{upload_folders(uploaded_at(file_id))[0]}{file_id}"


def original_key(file_id: UUID) -> str:
    """Where the picture is kept from which a smaller one was made."""
    return f"{upload_folders(uploaded_at(file_id))[1]}{file_id}"


def upload_folders(day: datetime) -> tuple[str, str]:
    """The beginnings of the keys of one day (UTC): of the files and of the originals."""
    return f"{_UPLOADS}/{day:%Y-%m-%d}/", f"{_ORIGINALS}/{day:%Y-%m-%d}/"


def file_of(key: str) -> UUID | None:
    """The file whose object this is; None for an object that no upload made."""
    try:
        return UUID(key.rpartition("/")[2])
    except ValueError:
        return None
