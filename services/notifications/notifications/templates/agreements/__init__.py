"""Notices about what agreements says (guides/000 §3, guides/003 §5 to §7, guides/004 §9)."""

from notifications.templates.agreements import (
    departments,
    endings,
    invitations,
    papers,
    reminders,
    rescissions,
    reviews,
)

KINDS = (
    *invitations.KINDS,
    *reviews.KINDS,
    *papers.KINDS,
    *rescissions.KINDS,
    *endings.KINDS,
    *departments.KINDS,
    *reminders.KINDS,
)
