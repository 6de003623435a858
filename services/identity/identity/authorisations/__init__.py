"""What is printed on the 网签授权书 of an employer user (guides/000 §2)."""
