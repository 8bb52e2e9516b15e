"""What an incumbent needs, and who hears of it; who put their name under a revision of an instrument."""

import sqlalchemy as sa
from alembic import op

from kernel import guards
from kernel.database import Identifier

revision = "needs_and_approvals"
down_revision = "assessment"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("incumbent") as incumbent:
        incumbent.add_column(sa.Column("needs", sa.LargeBinary(), nullable=True))
        incumbent.add_column(sa.Column("helper_id", Identifier, nullable=True))
        incumbent.create_foreign_key(op.f("fk_incumbent_helper_id"), "person", ["helper_id"], ["id"])
        incumbent.create_check_constraint(op.f("ck_incumbent_helped"), "helper_id IS NULL OR needs IS NOT NULL")
    op.create_index("ix_incumbent_helper_id", "incumbent", ["helper_id"])
    op.create_table(
        "instrument_approval",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("revision_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_instrument_approval_person_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["instrument_revision.id"], name=op.f("fk_instrument_approval_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_approval")),
        sa.UniqueConstraint("revision_id", "person_id", name=op.f("uq_instrument_approval_revision_id_person_id")),
    )
    guards.keep("instrument_approval", deletable=False)


def downgrade() -> None:
    op.drop_table("instrument_approval")
    op.drop_index("ix_incumbent_helper_id", table_name="incumbent")
    with op.batch_alter_table("incumbent") as incumbent:
        incumbent.drop_constraint(op.f("ck_incumbent_helped"), type_="check")
        incumbent.drop_constraint(op.f("fk_incumbent_helper_id"), type_="foreignkey")
        incumbent.drop_column("helper_id")
        incumbent.drop_column("needs")
