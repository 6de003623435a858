"""The toy's tables."""

import sqlalchemy as sa
from alembic import op

from common.migrations import create_known_keys, create_shared_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_shared_tables(op)
    create_known_keys(op)
    op.create_table(
        "heard",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number_id", sa.Uuid, nullable=False),
        sa.Column("value", sa.Integer, nullable=False),
    )
    op.create_table(
        "latest",
        sa.Column("number_id", sa.Uuid, primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    op.create_table("things", sa.Column("name", sa.Text, primary_key=True))
    op.execute("CREATE TABLE promises (kept boolean);")
    op.execute(
        "CREATE FUNCTION keep_promise() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'promise broken at commit'; END $$"
    )
    op.execute(
        "CREATE CONSTRAINT TRIGGER keep_promise AFTER INSERT ON promises DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION keep_promise()"
    )
