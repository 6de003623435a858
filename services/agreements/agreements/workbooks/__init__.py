"""下载当前查询数据: what the downloads of all lists share."""
