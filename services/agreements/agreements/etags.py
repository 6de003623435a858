"""`ETag` and `If-Match`, where two people edit one thing (RFC 9110 §13.1.1)."""

import re

from common.errors import Conflict, FieldFault, Invalid

RULE = "version_is_the_one_read"
TAG = re.compile(r'(W/)?"[1-9][0-9]*"')
READ_AGAIN = "当前用户，重新读取最新内容后即可保存"


class EditedMeanwhile(Conflict):
    """Somebody else has saved another version since this one was read."""

    code = "agreements.edited_meanwhile"
    title = "内容已被他人修改"
    remedy = "请重新读取最新内容，确认后再保存。"


class IfMatchMissing(Invalid):
    """An edit must say which version it is based on, or it would undo what it has not seen."""

    code = "agreements.if_match_missing"
    title = "缺少 If-Match 请求头"
    remedy = "请先读取最新内容，并把返回的 ETag 放入 If-Match 请求头。"

    def __init__(self) -> None:
        super().__init__(errors=[FieldFault(field="If-Match", reason="缺少此请求头", remedy=self.remedy)])


class IfMatchStrange(Invalid):
    """What is sent was never given out: nobody has changed anything."""

    code = "agreements.if_match_strange"
    title = "If-Match 请求头不是本平台返回的 ETag"
    remedy = '请把上次读取时返回的 ETag 原样（含双引号）放入 If-Match 请求头，如 "3"。'

    def __init__(self) -> None:
        super().__init__(errors=[FieldFault(field="If-Match", reason="不是本平台返回的 ETag", remedy=self.remedy)])


def was_first() -> EditedMeanwhile:
    """Of the second of two who began the same thing at the same moment."""
    return EditedMeanwhile(rule=RULE, who_can_change=READ_AGAIN)


def etag(version: int) -> str:
    """The tag of a version."""
    return f'"{version}"'


def refuse_stale_edit(version: int | None, if_match: str | None) -> None:
    """Let an edit through if its editor has seen the present version; `version` None means there is nothing yet.

    Raises:
        IfMatchMissing: there is something, and the editor does not say which version they saw.
        IfMatchStrange: what they say is no version.
        EditedMeanwhile: they saw another one.
    """
    if version is None and if_match is None:
        return
    if if_match is None:
        raise IfMatchMissing
    if not TAG.fullmatch(if_match.strip()):
        raise IfMatchStrange
    if version is None or if_match.strip().removeprefix("W/") != etag(version):
        raise EditedMeanwhile(rule=RULE, current=etag(version) if version else None, who_can_change=READ_AGAIN)
