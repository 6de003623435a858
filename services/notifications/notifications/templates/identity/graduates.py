"""Notices about the roster. Corrections are seen by the graduate at the next login; a removal ends what can be done."""

from common.contracts.identity import GraduateRemoved
from notifications.templates.kinds import NoticeKind, WeChatText, to_graduate

KINDS = (
    NoticeKind(
        code="graduate_removed",
        event=GraduateRemoved,
        audience=to_graduate,
        title="已从学生名单中移除",
        body="{school_name}已将您从{cohort}届学生名单中移除，原因：{reason}。您不能再在该届办理签约和毕业去向登记。"
        "如有疑问，请联系学校就业部门。",
        link="/graduate",
        wechat=WeChatText(
            "review_result",
            {"thing1": "学生名单", "phrase2": "已被移除", "thing3": "{reason}", "time4": "{occurred}"},
        ),
    ),
)
