"""No word of ours is ever cut: channels take so many characters, and only what people have written may be shortened."""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

import pytest

from agreements.records.schemas.fields import TITLES
from agreements.records.states.reasons import RejectReason
from common.contracts.codes import DESTINATIONS
from notifications.templates.catalogue import CATALOGUE
from notifications.templates.codes import CODES, code_fields
from notifications.templates.labels import REVIEWED, SIGNINGS
from notifications.templates.lengths import limit_of, shortened_name, some_of, wechat_length
from notifications.templates.review_words import WORDS
from notifications.templates.text_messages import (
    LONGEST_VALUE,
    ONE_MESSAGE,
    TextTemplate,
    faults_of,
    fitted,
    text_of,
)

PEOPLES = {"employer_name", "employer", "job_title", "reason"}
"""What people have written: cut where it stands alone in its field."""
LONGEST_TIME = "2026年12月31日 23:59"
OURS: Mapping[str, list[str]] = {
    "word": list(WORDS.values()),
    "signing": [*SIGNINGS.values(), "签约"],
    "reviewed": [*REVIEWED.values(), "签约"],
    "occurred": [LONGEST_TIME],
    "since": [LONGEST_TIME],
    "deadline_time": [LONGEST_TIME],
    "deadline_short": ["12月31日23:59"],
    "destination": [code.label for code in DESTINATIONS.items()],
    "amended_short": [
        some_of(list(TITLES.values())[:count], limit_of("thing1")) for count in range(1, len(TITLES) + 1)
    ],
    "code": ["493027"],
    "minutes": ["60"],
}
"""All that our own places can hold."""
BINDING = (TextTemplate.VERIFICATION_FOR_ACCEPTANCE, TextTemplate.VERIFICATION_FOR_CORRECTION)
BRANCH = "中国邮政储蓄银行股份有限公司" + "内蒙古自治区" * 13 + "呼和浩特市支行"


class Place(NamedTuple):
    """One field of a template, and how long it may be."""

    template: str
    field: str
    text: str
    limit: int


def places() -> Iterator[Place]:
    """Every field of every template, of WeChat and of text messages."""
    for kind in CATALOGUE:
        for field, text in (kind.wechat.fields if kind.wechat else {}).items():
            yield Place(kind.code, field, text, limit_of(field))
        for field, text in (kind.sms.params if kind.sms else {}).items():
            yield Place(kind.code, field, text, LONGEST_VALUE)
    for template, wechat in CODES.items():
        for field, text in wechat.fields.items():
            yield Place(template.value, field, text, limit_of(field))


def fillings(text: str) -> Iterator[str]:
    """The text with everything that our places can hold."""
    names = sorted(set(re.findall(r"{(\w+)}", text)))
    for words in product(*(OURS[name] for name in names)):
        yield text.format_map(dict(zip(names, words, strict=True)))


class TestEveryField:
    @pytest.mark.parametrize("place", [*places()], ids=lambda place: f"{place.template}-{place.field}")
    def test_takes_all_words_of_ours(self, place: Place) -> None:
        if place.text.strip("{}") in PEOPLES:
            return
        assert {
            words: wechat_length(words) for words in fillings(place.text) if wechat_length(words) > place.limit
        } == {}

    def test_takes_every_reason_that_a_reviewer_can_choose(self) -> None:
        assert max(wechat_length(reason.label) for reason in RejectReason) <= limit_of("thing3")


class TestCodes:
    @pytest.mark.parametrize("template", BINDING)
    @pytest.mark.parametrize("employer", ["北京示范科技有限公司", BRANCH, "𠮷" * 60, "A" * 100], ids=len)
    def test_that_bind_say_with_whom_and_are_one_message(self, template: TextTemplate, employer: str) -> None:
        params = {"employer": employer, "code": "493027", "minutes": "60"}
        assert faults_of(template, params) == {}
        sent = fitted(template, params)
        assert all(wechat_length(value) <= LONGEST_VALUE for value in sent.values())
        text = "【网签平台】" + text_of(template, sent)
        assert wechat_length(text) <= ONE_MESSAGE
        assert sent["employer"][:2] == employer[:2]
        assert text.endswith("60分钟内有效。填写即视为本人同意，切勿告诉他人。")

    def test_say_what_they_do(self) -> None:
        params = {"employer": "北京示范科技有限公司", "code": "493027", "minutes": "5"}
        assert [text_of(template, params) for template in BINDING] == [
            "同意与北京示范科技有限公司签订就业协议的验证码：493027，5分钟内有效。填写即视为本人同意，切勿告诉他人。",
            "同意北京示范科技有限公司修改签约内容的验证码：493027，5分钟内有效。填写即视为本人同意，切勿告诉他人。",
        ]
        assert [list(code_fields(template, params).values()) for template in BINDING] == [
            ["493027", "北京示范科技有限公司", "填写即视为本人同意签订就业协议", "5分钟内有效，切勿告诉他人"],
            ["493027", "北京示范科技有限公司", "填写即视为本人同意修改签约内容", "5分钟内有效，切勿告诉他人"],
        ]

    @pytest.mark.parametrize("name", ["甲" * 200, "甲\n公司", "{code}公司", "12345678公司"])
    def test_are_not_refused_for_a_name(self, name: str) -> None:
        params = {"employer": name, "code": "493027", "minutes": "5"}
        assert all(faults_of(template, params) == {} for template in BINDING)
        assert all("\n" not in text_of(template, fitted(template, params)) for template in BINDING)


class TestShortening:
    def test_a_name_keeps_its_beginning_and_its_end(self) -> None:
        assert shortened_name(BRANCH, 18) == "中国邮政储蓄银行股份有…和浩特市支行"
        assert shortened_name(BRANCH, 20) == "中国邮政储蓄银行股份有限公…和浩特市支行"

    def test_a_name_that_fits_stays_as_it_is(self) -> None:
        assert shortened_name("北京示范科技有限公司北京第一分公司", 18) == "北京示范科技有限公司北京第一分公司"

    def test_a_list_keeps_whole_titles_and_says_how_many_there_are(self) -> None:
        assert some_of(["报到地点", "岗位名称"], 20) == "报到地点、岗位名称"
        assert (
            some_of(["报到地点", "岗位名称", "试用期起薪", "转正起薪", "违约金"], 20)
            == "报到地点、岗位名称、试用期起薪等5项"
        )
        assert some_of(["甲" * 30, "乙"], 20) == "共2项"
