"""Who goes first: jobs have a priority, and open jobs and waiting mail are found without a walk past the finished."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Identifier

revision = "who_goes_first"
down_revision = "house"
branch_labels = None
depends_on = None

OPEN = sa.text("finished_at IS NULL AND failed_at IS NULL")
WAITING = sa.text("sealed IS NOT NULL")


def upgrade() -> None:
    op.add_column("job", sa.Column("priority", Identifier, nullable=False, server_default="2"))
    op.execute("UPDATE job SET priority = 1 WHERE kind = 'deliver_mail'")
    op.execute("UPDATE job SET priority = 0 WHERE kind = 'recover'")
    op.drop_index("ix_job_due_at", table_name="job")
    op.create_index("ix_job_open", "job", ["priority", "due_at"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_mail_sent_at", "mail", ["sent_at"])
    op.create_index("ix_mail_waiting", "mail", ["queued_at"], sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    op.drop_index("ix_mail_waiting", table_name="mail")
    op.drop_index("ix_mail_sent_at", table_name="mail")
    op.drop_index("ix_job_open", table_name="job")
    op.create_index("ix_job_due_at", "job", ["due_at"])
    op.drop_column("job", "priority")
