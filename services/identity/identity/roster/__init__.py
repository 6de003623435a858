"""学生名单: which graduates of a school and cohort take part, with every version of what the school stated
(guides/003 §4)."""
