"""学生名单导入: a school's workbook is rehearsed, given back with a result per row, and taken over (guides/003 §4)."""
