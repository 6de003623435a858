"""Notices that all users of an employer are to have by text message; who they are is asked later."""
