"""The outside world in a box: 学信网, two SMS suppliers and the WeChat Official Account API, over HTTP."""
