"""How many take part in a profile, as HR was told: it never goes down. And no number of what was erased comes back.

Numbers stand in what is sealed, and in the trail. PostgreSQL gives none out twice; SQLite does the highest, unless asked.
"""

import sqlalchemy as sa
from alembic import op

from kernel import guards
from kernel.database import Identifier

revision = "what_hr_was_told"
down_revision = "needs_and_approvals"
branch_labels = None
depends_on = None

ERASED = ("incumbent", "sitting", "exercise", "remark", "objection")


def upgrade() -> None:
    op.add_column("job_profile", sa.Column("told_turnout", Identifier, server_default="0", nullable=False))
    _number(is_once=True)


def downgrade() -> None:
    _number(is_once=False)
    op.drop_column("job_profile", "told_turnout")


def _number(*, is_once: bool) -> None:
    """Copy the tables on SQLite; a copy leaves guards behind."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in ERASED:
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": is_once}):
            pass
    guards.keep("sitting")
