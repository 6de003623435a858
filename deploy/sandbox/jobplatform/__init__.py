"""国家大学生就业服务平台 (24365): accounts of employers, and the login that the platform shares with it."""
