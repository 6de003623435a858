"""学生名单同步: the roster as the employment system has it, whole or what has changed since (guides/003 §4)."""
