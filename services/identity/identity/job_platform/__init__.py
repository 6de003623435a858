"""国家大学生就业服务平台: employers sign in with their account there, and bring along what it has verified
(guides/000 §1, §2; guides/001 §2)."""
