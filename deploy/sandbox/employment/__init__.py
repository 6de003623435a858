"""就业管理系统: where schools keep their accounts and their graduates (guides/003 §1, §2, §4)."""
