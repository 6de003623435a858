"""Notices about what documents says."""

from common.contracts.documents import AgreementIssued
from notifications.templates.kinds import NoticeKind, to_employer, to_graduate

ISSUED = "的电子就业协议书（协议编号：{agreement_number}）已生成，可以查看和下载。"

KINDS = (
    NoticeKind(
        code="agreement_issued",
        event=AgreementIssued,
        audience=to_graduate,
        title="电子就业协议书已生成",
        body="您与{employer_name}" + ISSUED,
        link="/graduate/agreements/{agreement_id}",
    ),
    NoticeKind(
        code="agreement_issued_to_employer",
        event=AgreementIssued,
        audience=to_employer,
        title="电子就业协议书已生成",
        body="{graduate_name}与贵单位" + ISSUED,
        link="/employer/agreements/{agreement_id}",
    ),
)
