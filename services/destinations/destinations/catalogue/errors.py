"""What can go wrong with a destination type and its fields."""

from common.errors import Conflict, FieldFault, Invalid


class UnknownType(Invalid):
    """The cohort has no such type."""

    code = "destinations.unknown_type"
    title = "毕业去向类型不存在"

    def __init__(self, given: str) -> None:
        remedy = "请从毕业去向类型列表中选择。"
        super().__init__(
            errors=[FieldFault(field="destination_code", reason=f"没有代码为“{given[:20]}”的类型", remedy=remedy)]
        )


class FieldsRefused(Invalid):
    """What was filled in does not fit the type."""

    code = "destinations.fields_refused"
    title = "去向信息填写有误"


class TypeNotOpen(Conflict):
    """The type is listed; what it asks for is not entered yet."""

    code = "destinations.type_not_open"
    title = "该去向类型暂未开放登记"
    remedy = "请等待开放，或选择其他已开放的去向类型。"


class TypeNotForTrainingMode(Conflict):
    """培养方式 21 and 41 register 定向/委培毕业去向补充登记 and nothing else; nobody else does (guides/004 §8.1)."""

    code = "destinations.type_not_for_training_mode"
    title = "您的培养方式不能登记该去向类型"
    remedy = "请选择您可见的去向类型；如需修改培养方式，请联系学校就业部门。"
