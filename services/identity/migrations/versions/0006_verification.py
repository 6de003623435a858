"""Remittance, upgrade, claims, suspension."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

EMPLOYER_STATUSES = (
    "status IN ('unverified', 'material_review', 'remitting', 'awaiting_amount', 'remittance_failed', "
    "'amount_failed', 'approved', 'rejected', 'suspended')"
)
DRAFTS = (
    "holds_uscc OR (verified_at IS NULL AND status IN ('unverified', 'rejected', 'remittance_failed', 'amount_failed'))"
)
OPEN = "status IN ('material_review', 'remitting', 'awaiting_amount')"
VERIFICATION_CHECKS = {
    "status_known": "status IN ('material_review', 'remitting', 'awaiting_amount', 'remittance_failed', "
    "'amount_failed', 'approved', 'rejected', 'withdrawn')",
    "method_known": "method IN ('material', 'remittance', 'upgrade')",
    "licence_with_material": "(method = 'material') = (licence_file_id IS NOT NULL)",
    "decided_once_reviewed": f"({OPEN}) = (decided_at IS NULL)",
    "reason_when_rejected": "(status IN ('rejected', 'remittance_failed', 'amount_failed')) = "
    "(reason_code IS NOT NULL)",
    "claim_whole": "(claimed_by IS NULL) = (claimed_at IS NULL)",
    "letter_check_known": "letter_check IN ('pending', 'passed', 'failed')",
    "letter_check_of_remittance": "letter_check IS NULL OR (method = 'remittance' AND status = 'approved')",
    "letter_checked_once": "(letter_check IN ('passed', 'failed')) = (letter_checked_at IS NOT NULL)",
}
OLD_VERIFICATION_CHECKS = ("status_known", "decided_once_reviewed", "reason_when_rejected")


def upgrade() -> None:
    _employers()
    _verifications()
    _remittances()


def downgrade() -> None:
    raise NotImplementedError("submissions by remittance cannot be told in the words of before")


def _moment(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _replace_check(table: str, name: str, condition: str, *, existing: bool) -> None:
    full = op.f(f"ck_{table}_{name}")
    if existing:
        op.drop_constraint(full, table, type_="check")
    op.create_check_constraint(full, table, condition)


def _employers() -> None:
    _replace_check("employers", "status_known", EMPLOYER_STATUSES, existing=True)
    _replace_check("employers", "only_drafts_lose_uscc", DRAFTS, existing=True)


def _verifications() -> None:
    op.alter_column("verifications", "licence_file_id", nullable=True)
    for name in ("claimed_by", "claimed_by_name", "letter_check", "letter_checked_by", "letter_checked_by_name"):
        op.add_column("verifications", sa.Column(name, sa.Text))
    op.add_column("verifications", _moment("claimed_at"))
    op.add_column("verifications", _moment("letter_checked_at"))
    for name, condition in VERIFICATION_CHECKS.items():
        _replace_check("verifications", name, condition, existing=name in OLD_VERIFICATION_CHECKS)
    op.drop_index("uq_verifications_employer_id_open", "verifications")
    op.create_index(
        "uq_verifications_employer_id_open",
        "verifications",
        ["employer_id"],
        unique=True,
        postgresql_where=sa.text(OPEN),
    )
    op.create_index(
        "ix_verifications_letter_check_id",
        "verifications",
        ["letter_check", "id"],
        postgresql_where=sa.text("letter_check IS NOT NULL"),
    )


def _remittances() -> None:
    op.create_table(
        "remittances",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("verification_id", sa.Uuid, sa.ForeignKey("verifications.id"), nullable=False),
        sa.Column("employer_id", sa.Uuid, sa.ForeignKey("employers.id"), nullable=False),
        sa.Column("payee", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("account_index", sa.Text, nullable=False),
        sa.Column("bank_name", sa.Text, nullable=False),
        sa.Column("bank_code", sa.Text),
        sa.Column("amount", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("reason_code", sa.Text),
        sa.Column("bank_id", sa.Text),
        _moment("ordered_at", nullable=False),
        _moment("next_at"),
        sa.Column("sendings", sa.Integer, nullable=False),
        _moment("paid_at"),
        _moment("ended_at"),
        sa.Column("returned_late", sa.Boolean, nullable=False),
        _moment("answer_by"),
        sa.Column("answers", sa.Integer, nullable=False),
        sa.Column("wrong_answers", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "status IN ('ordered', 'accepted', 'paid', 'failed', 'returned', 'cancelled')",
            name=op.f("ck_remittances_status_known"),
        ),
        sa.CheckConstraint(
            "(status IN ('failed', 'returned')) = (reason_code IS NOT NULL)",
            name=op.f("ck_remittances_reason_when_failed"),
        ),
        sa.CheckConstraint("status <> 'paid' OR paid_at IS NOT NULL", name=op.f("ck_remittances_paid_at_known")),
        sa.CheckConstraint("wrong_answers BETWEEN 0 AND answers", name=op.f("ck_remittances_answers_counted")),
    )
    op.create_index("uq_remittances_verification_id", "remittances", ["verification_id"], unique=True)
    op.create_index("ix_remittances_account", "remittances", ["account_index", "ordered_at"])
    op.create_index(
        "ix_remittances_next_at", "remittances", ["next_at"], postgresql_where=sa.text("next_at IS NOT NULL")
    )
    op.create_index("ix_remittances_status_id", "remittances", ["status", "id"])
