"""导入学生名单: a workbook is rehearsed, given back with a result per row, and taken over (guides/000 §4)."""
