"""What can go wrong with a workbook of graduates."""

from common.errors import Conflict, Invalid, NotFound, TooManyRequests


class ImportRefused(Invalid):
    """The file as a whole is no list of graduates; the detail says why. Nothing was looked up."""

    code = "agreements.favourite_import_refused"
    title = "学生名单未导入"
    remedy = "请下载批量导入模板，按“填写说明”填写后重新上传。"


class ImportNotFound(NotFound):
    """It was another user's, or its day is over."""

    code = "agreements.favourite_import_not_found"
    title = "没有找到该次导入"
    remedy = "校验结果只对上传者本人保留24小时，请重新上传文件。"


class LookedUpTooMany(TooManyRequests):
    """More files or rows than honest work needs on one day."""

    code = "agreements.looked_up_too_many"
    title = "今日导入已达上限"


class ImportsBusy(TooManyRequests):
    """As many workbooks as one process holds in memory at a time are being worked on."""

    code = "agreements.imports_busy"
    title = "正在导入名单的人数较多"
    remedy = "请稍后重试。"


class ImportRunning(TooManyRequests):
    """Nobody has two workbooks worked on at once."""

    code = "agreements.import_running"
    title = "您的上一份名单仍在处理"
    remedy = "请稍后重试。"


class FoundTooFew(Conflict):
    """So many rows that fit nobody are no list of graduates: they are a way to guess ID numbers."""

    code = "agreements.found_too_few"
    title = "未找到的毕业生过多"
    remedy = "请与毕业生核对姓名、身份证号和毕业院校全称后，明天重新上传，或逐个添加。"
