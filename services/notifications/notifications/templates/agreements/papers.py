"""Notices about what is signed on paper: offline agreements and supplements (guides/003 §5.2 and §6, guides/004 §7).

Of an employer that the graduate has typed in there is nobody to tell.
"""

from common.contracts.agreements import (
    ApplicationDiscarded,
    OfflineAgreementPrepared,
    OfflineAgreementSubmitted,
    SealedCopyRefused,
    SealedCopySubmitted,
    SupplementSubmitted,
    SupplementWithdrawn,
)
from notifications.templates.agreements.ways import (
    FOR_EMPLOYER,
    FOR_GRADUATE,
    FOR_REVIEWER,
    by_employer,
    by_graduate,
    progress,
    review_result,
)
from notifications.templates.kinds import NoticeKind, to_employer, to_graduate, to_reviewer

OFFLINE = (
    NoticeKind(
        code="sheet_awaits_review",
        event=OfflineAgreementSubmitted,
        audience=to_reviewer,
        title="有就业协议等待审核",
        body="{department}{graduate_name}与{employer_name}的就业协议（线下签约）等待{step}。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="sheet_submitted",
        event=OfflineAgreementSubmitted,
        audience=to_employer,
        title="毕业生提交了线下签约",
        body="{graduate_name}提交了与贵单位的就业协议（线下签约），等待{step}。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="sheet_passed",
        event=OfflineAgreementPrepared,
        audience=to_graduate,
        title="就业协议审核通过",
        body="您与{employer_name}的就业协议已审核通过，协议编号：{agreement_number}。请下载打印，由用人单位盖章；盖章后{uploads}。",
        link=FOR_GRADUATE,
        wechat=review_result("就业协议", "审核通过"),
    ),
    NoticeKind(
        code="sheet_passed_with",
        event=OfflineAgreementPrepared,
        audience=to_employer,
        title="就业协议审核通过",
        body="{graduate_name}与贵单位的就业协议已审核通过，协议编号：{agreement_number}。请下载打印并盖章，毕业生或贵单位均可上传。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="copy_awaits_review",
        event=SealedCopySubmitted,
        audience=to_reviewer,
        title="有盖章协议等待{word}",
        body="{department}{graduate_name}与{employer_name}的盖章协议已上传，等待{step}。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="copy_uploaded_by_employer",
        event=SealedCopySubmitted,
        audience=to_graduate,
        when=by_employer,
        title="单位已上传盖章协议",
        body="{employer_name}已上传您与其签订的盖章协议，等待{step}。",
        link=FOR_GRADUATE,
        wechat=progress("{signing}", "单位已上传"),
    ),
    NoticeKind(
        code="copy_uploaded_by_graduate",
        event=SealedCopySubmitted,
        audience=to_employer,
        when=by_graduate,
        title="毕业生已上传盖章协议",
        body="{graduate_name}已上传与贵单位签订的盖章协议，等待{step}。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="copy_refused",
        event=SealedCopyRefused,
        audience=to_graduate,
        title="盖章协议{word}不通过",
        body="您与{employer_name}的盖章协议未通过{step}，请重新上传盖章协议的图片。{explanation}",
        link=FOR_GRADUATE,
        wechat=review_result("{signing}", "{word}不通过"),
    ),
    NoticeKind(
        code="copy_refused_with",
        event=SealedCopyRefused,
        audience=to_employer,
        title="盖章协议{word}不通过",
        body="{graduate_name}与贵单位的盖章协议未通过{step}，请与毕业生联系后重新上传。{explanation}",
        link=FOR_EMPLOYER,
    ),
)

SUPPLEMENTS = (
    NoticeKind(
        code="supplement_awaits_review",
        event=SupplementSubmitted,
        audience=to_reviewer,
        title="有补登等待审核",
        body="{department}{graduate_name}与{employer_name}的已签就业协议登记信息（补登）等待{step}。",
        link=FOR_REVIEWER,
        can_be_switched_off=True,
    ),
    NoticeKind(
        code="supplement_submitted",
        event=SupplementSubmitted,
        audience=to_employer,
        title="毕业生提交了补登",
        body="{graduate_name}补充登记了与贵单位已签的就业协议，等待{step}。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="supplement_withdrawn",
        event=SupplementWithdrawn,
        audience=to_employer,
        title="毕业生撤回了补登",
        body="{graduate_name}撤回了与贵单位的补登，修改后可能重新提交。",
        link=FOR_EMPLOYER,
    ),
    NoticeKind(
        code="application_discarded",
        event=ApplicationDiscarded,
        audience=to_employer,
        title="毕业生撤回了签约申请",
        body="{graduate_name}撤回了与贵单位的{signing}申请，该申请已结束，贵单位无需再办理。",
        link=FOR_EMPLOYER,
    ),
)

KINDS = OFFLINE + SUPPLEMENTS
