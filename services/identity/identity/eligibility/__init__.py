"""为什么不能签约: every condition of signing that identity knows, whether it is met, and who can change it."""
