"""Tries to sign in keep the fingerprint of the login name, so that its owner is shown those that nobody looked up."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sign_ins", sa.Column("login_index", sa.Text, nullable=True))
    op.create_index("ix_sign_ins_login_index_id", "sign_ins", ["login_index", "id"])


def downgrade() -> None:
    op.drop_index("ix_sign_ins_login_index_id", "sign_ins")
    op.drop_column("sign_ins", "login_index")
