"""Makes a golden sample for an event that has none: `python -m tests.contracts.samples`. People then keep it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel

from common.contracts.event import Event
from common.contracts.events import said_events

GOLDEN = Path(__file__).parent / "golden"
IDS = {
    "employer_id": "0193b0a0-0000-7000-8000-000000000001",
    "graduate_id": "0193b0a0-0000-7000-8000-000000000002",
    "agreement_id": "0193b0a0-0000-7000-8000-000000000003",
    "destination_id": "0193b0a0-0000-7000-8000-000000000004",
    "verification_id": "0193b0a0-0000-7000-8000-000000000005",
    "document_id": "0193b0a0-0000-7000-8000-000000000006",
    "file_id": "0193b0a0-0000-7000-8000-000000000007",
    "rescission_id": "0193b0a0-0000-7000-8000-000000000008",
    "reminder_id": "0193b0a0-0000-7000-8000-000000000009",
}
TEXTS = {
    "name": "杭州云栖数据有限公司",
    "employer_name": "杭州云栖数据有限公司",
    "graduate_name": "买买提·吐尔逊",
    "uscc": "91110108MA00TTT09Y",
    "nature_code": "39",
    "industry_code": "34",
    "region_code": "330113",
    "province_code": "330000",
    "address": "临平区南苑街道 1 号",
    "school_code": "19901",
    "school_name": "江南示范大学",
    "department": "计算机学院",
    "level_code": "31",
    "training_mode_code": "1",
    "major_name": "软件工程",
    "person_index": "5f" * 32,
    "id_number_masked": "110***********9010",
    "settings_id": "19901:2027",
    "job_title": "后端开发工程师",
    "agreement_number": "20271990100000011",
    "method": "material",
    "employer_key": "uscc:91110108MA00TTT09Y",
    "applicant_name": "李招聘",
    "user_name": "李招聘",
    "removed_by": "陈静",
    "because": "removed",
    "what": "password",
    "reason": "岗位信息不真实",
    "detail": "岗位名称与单位经营范围不符",
    "destination_code": "71",
    "outcome_code": "10",
    "owner": "employer:0193b0a0-0000-7000-8000-000000000001",
    "purpose": "business_licence",
    "media_type": "application/pdf",
    "sha256": "ab" * 32,
}
LISTS = {
    "warning_types": ["fake", "discrimination"],
    "changed_fields": ["address"],
    "return_fields": ["岗位名称"],
    "amended_fields": ["报到地点"],
}
NUMBERS = {"cohort": 2027, "size": 48_213, "pages": 2}


def sample_of(kind: type[Event]) -> dict[str, Any]:
    """A plausible payload."""
    values = {name: _value(name, field.annotation) for name, field in kind.model_fields.items()}
    return kind.model_validate(values).model_dump(mode="json")


def _value(name: str, annotation: Any) -> Any:
    if name in TEXTS or name in NUMBERS or name in IDS:
        return TEXTS.get(name, NUMBERS.get(name, IDS.get(name)))
    options = get_args(annotation)
    if NoneType in options:
        return _value(name, options[0])
    if options and get_origin(annotation) is not list:
        return options[0]
    if get_origin(annotation) is list and issubclass(options[0], BaseModel):
        return [{field: _value(field, part.annotation) for field, part in options[0].model_fields.items()}]
    if annotation == list[str]:
        return LISTS[name]
    plain = {bool: True, datetime: datetime(2026, 11, 24, 16, tzinfo=UTC), UUID: UUID(int=7), int: 1, str: "样例"}
    return [IDS["file_id"]] if get_origin(annotation) is list else plain[annotation]


def main() -> None:
    """Write what is missing; what exists stays."""
    GOLDEN.mkdir(exist_ok=True)
    for kind in said_events():
        path = GOLDEN / f"{kind.type}.json"
        if not path.exists():
            path.write_text(json.dumps(sample_of(kind), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
