"""The outside world: WeChat and two SMS suppliers over HTTP."""
