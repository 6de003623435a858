"""Notices about reviews and corrections, of all kinds of agreements (guides/003 §5 and §6, guides/004 §9)."""

from common.contracts.agreements import (
    AgreementCorrected,
    AgreementDisputed,
    AgreementInvalidated,
    AgreementPassedByDepartment,
    AgreementRejected,
    AgreementReturned,
    AgreementSigned,
    AgreementVoided,
    CorrectionConfirmed,
    CorrectionRefused,
)
from notifications.templates.agreements.ways import (
    FOR_EMPLOYER,
    FOR_GRADUATE,
    FOR_REVIEWER,
    is_on_paper,
    is_online,
    progress,
    review_result,
)
from notifications.templates.kinds import NoticeKind, to_employer, to_graduate, to_reviewer, to_school

CONFIRMED = (
    CorrectionConfirmed,
    CorrectionRefused,
    AgreementRejected,
    AgreementDisputed,
    AgreementInvalidated,
    AgreementVoided,
)
"""After these the graduate is not asked any more whether the correction is right."""

RESULTS = (
    NoticeKind(
        code="agreement_passed_on_to_school",
        event=AgreementPassedByDepartment,
        audience=to_school,
        title="有{reviewed}等待{word}",
        body="{department}{graduate_name}与{employer_name}的{reviewed}已通过院系{word}，等待学校{word}。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="agreement_passed_by_department",
        event=AgreementPassedByDepartment,
        audience=to_graduate,
        title="{reviewed}已通过院系{word}",
        body="您与{employer_name}的{reviewed}已通过院系{word}，等待学校{word}。",
        link=FOR_GRADUATE,
        wechat=review_result("{reviewed}", "院系通过"),
    ),
    NoticeKind(
        code="agreement_signed",
        event=AgreementSigned,
        audience=to_graduate,
        title="签约成功",
        body="您与{employer_name}的签约已{word}通过，协议编号：{agreement_number}。",
        link=FOR_GRADUATE,
        wechat=review_result("{signing}", "{word}通过"),
    ),
    NoticeKind(
        code="agreement_signed_with",
        event=AgreementSigned,
        audience=to_employer,
        title="签约成功",
        body="{graduate_name}与贵单位的签约已{word}通过，协议编号：{agreement_number}。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="agreement_rejected",
        event=AgreementRejected,
        audience=to_graduate,
        when=is_online,
        title="签约{word}不通过",
        body="您与{employer_name}的签约未通过{step}，签约失败。原因：{reason}。{explanation}"
        "如仍有意向，请联系用人单位按原因修改后重新发起邀请。",
        link=FOR_GRADUATE,
        wechat=review_result("{signing}", "{word}不通过", "{reason}"),
    ),
    NoticeKind(
        code="application_rejected",
        event=AgreementRejected,
        audience=to_graduate,
        when=is_on_paper,
        title="签约{word}不通过",
        body="您提交的{signing}（用人单位：{employer_name}）未通过{step}，已作废，需重新填写并提交。原因：{reason}。{explanation}",
        link=FOR_GRADUATE,
        wechat=review_result("{signing}", "{word}不通过", "{reason}"),
    ),
    NoticeKind(
        code="agreement_rejected_with",
        event=AgreementRejected,
        audience=to_employer,
        when=is_online,
        title="签约{word}不通过",
        body="{graduate_name}与贵单位的签约未通过{step}，签约失败。原因：{reason}。{explanation}"
        "可按原因修改后，在“签约失败”中再次发起邀请。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="application_rejected_with",
        event=AgreementRejected,
        audience=to_employer,
        when=is_on_paper,
        title="签约{word}不通过",
        body="{graduate_name}提交的与贵单位的{signing}未通过{step}，已作废，由毕业生重新填写并提交。原因：{reason}。{explanation}",
        link=FOR_EMPLOYER,
    ),
)

CORRECTIONS = (
    NoticeKind(
        code="agreement_returned",
        event=AgreementReturned,
        audience=to_employer,
        when=is_online,
        title="签约被退回修改",
        body="{graduate_name}与贵单位的签约在{step}中被退回，请修改后提交，毕业生确认后重新{word}。{marked}{explanation}",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="agreement_returned_to_employer",
        event=AgreementReturned,
        audience=to_graduate,
        when=is_online,
        title="签约被退回单位修改",
        body="您与{employer_name}的签约在{step}中被退回，由用人单位修改，修改后需您确认。{marked}{explanation}",
        link=FOR_GRADUATE,
        wechat=review_result("{signing}", "退回修改"),
    ),
    NoticeKind(
        code="application_returned",
        event=AgreementReturned,
        audience=to_graduate,
        when=is_on_paper,
        title="签约被退回修改",
        body="您提交的{signing}（用人单位：{employer_name}）在{step}中被退回，请修改后重新提交。{marked}{explanation}",
        link=FOR_GRADUATE,
        wechat=review_result("{signing}", "退回修改"),
    ),
    NoticeKind(
        code="correction_awaits_confirmation",
        event=AgreementCorrected,
        audience=to_graduate,
        title="单位已修改，请您确认",
        body="{employer_name}已按{word}意见修改签约内容，请登录平台查看修改前后的差异，确认或不同意。确认后重新{word}。",
        link=FOR_GRADUATE,
        wechat=progress("{signing}", "待您确认"),
        over_after=CONFIRMED,
    ),
    NoticeKind(
        code="correction_confirmed",
        event=CorrectionConfirmed,
        audience=to_employer,
        title="毕业生已确认修改",
        body="{graduate_name}已确认贵单位修改的签约内容，已提交{step}。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="corrected_agreement_awaits_review",
        event=CorrectionConfirmed,
        audience=to_reviewer,
        title="有签约等待{word}",
        body="{department}{graduate_name}与{employer_name}的签约已修改并经毕业生确认，等待{step}。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="correction_refused",
        event=CorrectionRefused,
        audience=to_employer,
        title="毕业生不同意修改",
        body="{graduate_name}不同意贵单位修改的签约内容，请与毕业生沟通后再次修改。{explanation}",
        link=FOR_EMPLOYER,
    ),
)

KINDS = RESULTS + CORRECTIONS
