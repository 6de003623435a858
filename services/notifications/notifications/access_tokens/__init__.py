"""WeChat's access token, one for all workers."""
