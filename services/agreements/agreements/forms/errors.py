"""What can go wrong with forms."""

from common.errors import NotFound


class NoSuchEmployer(NotFound):
    """No verified employer has this code."""

    code = "agreements.no_such_employer"
    title = "没有找到该单位"
    remedy = "该单位可能尚未在平台通过认证，请核对统一社会信用代码，或自行填写单位信息。"
