"""代码表 for pickers: every list with its source and version, and 省市区 as a tree."""
