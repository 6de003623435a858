"""Notices about what identity says, by what it is about."""

from notifications.templates.identity import employers, graduates, members, warnings

KINDS = employers.KINDS + members.KINDS + graduates.KINDS + warnings.KINDS
