"""Why a list cannot be downloaded now."""

from common.errors import Conflict, TooManyRequests


class DownloadsBusy(TooManyRequests):
    """As many workbooks as one process writes at a time are being written."""

    code = "agreements.downloads_busy"
    title = "正在生成下载文件的人数较多"
    remedy = "请稍后重试。"


class DownloadRunning(TooManyRequests):
    """Nobody has two workbooks written at once."""

    code = "agreements.download_running"
    title = "您的上一个下载文件仍在生成"
    remedy = "请稍后重试。"


class DownloadTooLong(Conflict):
    """More rows than a person can work with, or a spreadsheet opens well."""

    code = "agreements.download_too_long"
    title = "查询结果过多，不能一次下载"
    remedy = "请选择筛选条件后分次下载。"
