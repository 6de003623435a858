"""Captcha, password reset, devices, audit of sign-ins and reveals."""

import sqlalchemy as sa
from alembic import op

from common.migrations import create_known_keys

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PURPOSES = "purpose IN ('register', 'reset_password', 'change_mobile', 'confirm')"
OUTCOMES = "outcome IN ('signed_in', 'wrong_credentials', 'refused', 'locked', 'captcha_needed', 'captcha_wrong')"


def upgrade() -> None:
    _reveals_of_any_subject()
    _sign_ins()
    _purposes_of_codes()
    _devices()
    _captchas()
    create_known_keys(op)


def downgrade() -> None:
    raise NotImplementedError("who looked at whose particulars is never forgotten")


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _reveals_of_any_subject() -> None:
    op.add_column("reveals", sa.Column("subject", sa.Text))
    op.execute("UPDATE reveals SET subject = 'graduate:' || graduate_id")
    op.alter_column("reveals", "subject", nullable=False)
    op.alter_column("reveals", "version", nullable=True)
    op.drop_index("ix_reveals_graduate_id_revealed_at", "reveals")
    op.drop_column("reveals", "graduate_id")
    op.create_index("ix_reveals_subject_id", "reveals", ["subject", "id"])


def _sign_ins() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        *_texts("realm"),
        sa.Column("account_id", sa.Uuid),
        *_texts("outcome", "address_index", "address_shown", "user_agent"),
        _moment("at"),
        sa.CheckConstraint(OUTCOMES, name="outcome_known"),
        sa.CheckConstraint("outcome <> 'signed_in' OR account_id IS NOT NULL", name="signed_in_as_somebody"),
    )
    op.create_index("ix_sign_ins_account_id_id", "sign_ins", ["account_id", "id"])
    op.create_index("ix_sign_ins_at", "sign_ins", ["at"])


def _purposes_of_codes() -> None:
    name = op.f("ck_sms_codes_purpose_known")
    op.drop_constraint(name, "sms_codes")
    op.create_check_constraint(name, "sms_codes", PURPOSES)


def _devices() -> None:
    for name in ("address_index", "address_shown", "user_agent"):
        op.add_column("sessions", sa.Column(name, sa.Text))


def _captchas() -> None:
    op.create_table(
        "captchas",
        sa.Column("id", sa.Uuid, primary_key=True),
        *_texts("address_index", "answer_hash"),
        _moment("created_at"),
        _moment("expires_at"),
        _moment("used_at", nullable=True),
    )
    op.create_index("ix_captchas_address", "captchas", ["address_index", "created_at"])
    op.create_index("ix_captchas_created_at", "captchas", ["created_at"])
