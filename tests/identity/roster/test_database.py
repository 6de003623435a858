"""What the database itself holds to, whatever the code does."""

import pytest
from sqlalchemy.exc import IntegrityError

from common.testing.harness import ServiceHarness
from tests.identity.roster.support import enrol, open_school


class TestSchools:
    @pytest.mark.parametrize(
        ("values", "rule"),
        [
            ("'1990', NULL, '甲', '33'", "code_shape"),
            ("'19902', '4133019901', '甲', '33'", "identifier_ends_with_code"),
            ("'19902', NULL, '甲', '浙江'", "province_shape"),
            ("'19902', NULL, '示例大学', '33'", "uq_schools_name"),
        ],
    )
    async def test_keep_their_codes_and_names(self, identity: ServiceHarness, values: str, rule: str) -> None:
        await open_school(identity)
        with pytest.raises(IntegrityError, match=rule):
            await identity.rows(
                "INSERT INTO schools (code, identifier, name, province_code, version, opened_at)"
                f" VALUES ({values}, 1, now()) RETURNING code"
            )


class TestRoster:
    @pytest.mark.parametrize(
        ("change", "rule"),
        [
            ("training_mode = '21'", "contracted_never_sign"),
            ("removed_because = '退学'", "removed_never_sign"),
            ("confirmed_version = 2", "confirmed_what_was"),
            ("contact_from = 'hearsay'", "contact_from_known"),
            ("version = 9", "fk_graduates_id_version"),
            ("exam_number = (SELECT min(exam_number) FROM graduates)", "school_code_cohort_exam_number"),
            ("person_index = (SELECT min(person_index) FROM graduates)", "person_listed_once"),
        ],
    )
    async def test_keeps_its_rows_sound(self, identity: ServiceHarness, change: str, rule: str) -> None:
        await enrol(identity, 3)
        with pytest.raises(IntegrityError, match=rule):
            await identity.rows(f"UPDATE graduates SET may_sign = true, {change} RETURNING id")

    @pytest.mark.parametrize(
        ("change", "rule"),
        [("identity_version = 2", "versions_count_up"), ("contact_from = ''", "contact_from_known")],
    )
    async def test_keeps_its_versions_sound(self, identity: ServiceHarness, change: str, rule: str) -> None:
        await enrol(identity, 1)
        with pytest.raises(IntegrityError, match=rule):
            await identity.rows(f"UPDATE roster_versions SET {change} RETURNING graduate_id")

    async def test_has_no_confirmation_of_a_version_that_never_was(self, identity: ServiceHarness) -> None:
        await enrol(identity, 1)
        with pytest.raises(IntegrityError, match="fk_confirmations"):
            await identity.rows("INSERT INTO confirmations SELECT id, 7, now() FROM graduates RETURNING graduate_id")
