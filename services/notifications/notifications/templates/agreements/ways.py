"""What notices about agreements share: links, conditions, WeChat's templates."""

from typing import Any

from notifications.templates.kinds import WeChatText

FOR_GRADUATE = "/graduate/agreements/{agreement_id}"
FOR_EMPLOYER = "/employer/agreements/{agreement_id}"
FOR_REVIEWER = "/school/agreements/{agreement_id}"


def is_online(event: Any) -> bool:
    """Signed on the platform: what is to be corrected is the employer's to correct."""
    return bool(event.kind == "online")


def is_on_paper(event: Any) -> bool:
    """Offline or supplement: the graduate has filled it in."""
    return not is_online(event)


def by_employer(event: Any) -> bool:
    """The employer did it; who did it personally needs no notice of it."""
    return bool(event.by == "employer")


def by_graduate(event: Any) -> bool:
    """The graduate did it."""
    return bool(event.by == "graduate")


def review_result(matter: str, result: str, about: str = "{employer_name}") -> WeChatText:
    """审核结果: of what, which, with whom or why."""
    return WeChatText("review_result", {"thing1": matter, "phrase2": result, "thing3": about, "time4": "{occurred}"})


def progress(matter: str, state: str, about: str = "{employer_name}") -> WeChatText:
    """办理进度: what somebody else has done. `state` has at most five characters."""
    return WeChatText(
        "agreement_progress", {"thing1": matter, "phrase2": state, "thing3": about, "time4": "{occurred}"}
    )
