"""下载当前查询数据: what the downloads of all lists share, and how many people have a workbook in hand."""
