"""A number names one person: staff numbers are unique whatever their capitals, for that is how people sign in."""

import sqlalchemy as sa
from alembic import op

revision = "a_number_names_one_person"
down_revision = "who_goes_first"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("uq_person_staff_number_lower", "person", [sa.text("lower(staff_number)")], unique=True)


def downgrade() -> None:
    op.drop_index("uq_person_staff_number_lower", table_name="person")
