"""The official account: who follows it, its templates, what it sent."""

import re
from collections.abc import Iterable
from datetime import timedelta

from common import clock
from deploy.sandbox.settings import SandboxSettings
from deploy.sandbox.store import Collection, Store
from deploy.sandbox.wechat import errors
from deploy.sandbox.wechat.schemas import Follower, SendRequest, Template, WeChatMessage

PLACE = re.compile(r"\{\{\s*(\w+)\.DATA\s*\}\}")
# "10分钟有效" says WeChat of client_msg_id.
REMEMBERED = timedelta(minutes=10)


class Account:
    def __init__(self, store: Store, settings: SandboxSettings) -> None:
        self._followers: Collection[Follower] = store.collection("wechat-follower", Follower)
        self._templates: Collection[Template] = store.collection("wechat-template", Template)
        self._messages: Collection[WeChatMessage] = store.collection(
            "wechat-message", WeChatMessage, settings.keep_messages
        )
        self._quota = settings.wechat_daily_quota
        newest = next(iter(self._messages.newest_first()), None)
        self._last_msgid = newest.msgid if newest else 0
        self._recent: dict[tuple[str, str], WeChatMessage] = {}
        self._sent_on = clock.today()
        self._sent = sum(clock.shanghai_date(m.sent_at) == self._sent_on for m in self._messages.all())
        for message in self._messages.all():
            self._remember(message)

    def send(self, request: SendRequest) -> WeChatMessage:
        """Raises WeChatRefused: no such template, not a follower, sent already, quota reached."""
        if not request.touser:
            raise errors.invalid_openid()
        template = self._template(request.template_id)
        follower = self._followers.get(request.touser)
        if follower is None:
            raise errors.not_a_follower()
        self._refuse_if_sent(request)
        self._count()
        self._last_msgid += 1
        message = WeChatMessage(
            **request.model_dump(),
            msgid=self._last_msgid,
            nickname=follower.nickname,
            title=template.title,
            text=_fill(template.content, request),
            sent_at=clock.now(),
        )
        self._messages.put(str(message.msgid), message)
        self._remember(message)
        return message

    def newest_first(self, openid: str = "") -> Iterable[WeChatMessage]:
        return (message for message in self._messages.newest_first() if openid in ("", message.touser))

    def forget_messages(self) -> None:
        self._messages.clear()
        self._recent.clear()

    def follow(self, follower: Follower) -> None:
        self._followers.put(follower.openid, follower)

    def unfollow(self, openid: str) -> None:
        self._followers.remove(openid)

    def follower(self, openid: str) -> Follower | None:
        return self._followers.get(openid)

    def followers(self) -> list[Follower]:
        return self._followers.all()

    def approve(self, template: Template) -> None:
        self._templates.put(template.template_id, template)

    def templates(self) -> list[Template]:
        return self._templates.all()

    def forget_templates(self) -> None:
        self._templates.clear()

    def _template(self, template_id: str) -> Template:
        """Until a first template is approved, every id is good, so that nothing must be set up to begin."""
        approved = self._templates.get(template_id)
        if approved is not None:
            return approved
        if len(self._templates) or not template_id:
            raise errors.invalid_template()
        return Template(template_id=template_id, title=template_id)

    def _refuse_if_sent(self, request: SendRequest) -> None:
        earlier = self._recent.get((request.touser, request.client_msg_id))
        if earlier is not None and not _is_forgotten(earlier):
            raise errors.already_sent(earlier.msgid)

    def _remember(self, message: WeChatMessage) -> None:
        while self._recent and _is_forgotten(next(iter(self._recent.values()))):
            del self._recent[next(iter(self._recent))]
        if message.client_msg_id:
            # A key that comes again after ten minutes goes to the end of the line.
            self._recent.pop((message.touser, message.client_msg_id), None)
            self._recent[(message.touser, message.client_msg_id)] = message

    def _count(self) -> None:
        today = clock.today()
        if today != self._sent_on:
            self._sent_on, self._sent = today, 0
        if self._sent >= self._quota:
            raise errors.quota_reached()
        self._sent += 1


def _is_forgotten(message: WeChatMessage) -> bool:
    return clock.now() - message.sent_at >= REMEMBERED


def _fill(content: str, request: SendRequest) -> str:
    if not content:
        return "\n".join(f"{key}:{item.value}" for key, item in request.data.items())
    return PLACE.sub(lambda place: _value(place.group(1), request), content)


def _value(key: str, request: SendRequest) -> str:
    item = request.data.get(key)
    return item.value if item else ""
