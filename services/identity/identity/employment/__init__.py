"""The employment system (就业管理系统), where schools keep their accounts and their graduates (docs/adr/0008)."""
