"""Candidates are persons: no start yet, a doorway instead of a password, and a file for each application."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Identifier

revision = "candidates_are_persons"
down_revision = "a_number_names_one_person"
branch_labels = None
depends_on = None

IS_OPEN = sa.text("erased_at IS NULL AND purpose <> 'selection'")
NUMBER = "uq_person_staff_number_lower"
CHECKS = {
    "person": {
        "can_be_named": (
            "email IS NOT NULL OR staff_number IS NOT NULL",
            "email IS NOT NULL OR staff_number IS NOT NULL OR forgotten_at IS NOT NULL",
        ),
        "leaves_after_start": (
            "left_on IS NULL OR left_on >= started_on",
            "left_on IS NULL OR (started_on IS NOT NULL AND left_on >= started_on)",
        ),
    },
    "role_grant": {
        "role": (
            "role IN ('manager', 'hr', 'privacy_officer', 'auditor', 'administrator')",
            "role IN ('manager', 'hr', 'assessor', 'psychologist', 'privacy_officer', 'auditor', 'administrator')",
        ),
    },
    "file": {
        "purpose": (
            "purpose IN ('selection', 'development', 'learning', 'employment')",
            "purpose IN ('selection', 'benchmark', 'development', 'learning', 'employment')",
        ),
    },
}
WAS, IS = 0, 1


def upgrade() -> None:
    op.drop_index(NUMBER, table_name="person")  # SQLite copies the table, and can't read an index of words back
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))
        person.alter_column("started_on", existing_type=sa.Date(), nullable=True)
        _check(person, "person", IS)
        person.create_check_constraint(
            op.f("ck_person_forgotten_without_name"), "forgotten_at IS NULL OR (name = '' AND email IS NULL)"
        )
    op.create_index(NUMBER, "person", [sa.text("lower(staff_number)")], unique=True)
    with op.batch_alter_table("role_grant") as grant:
        _check(grant, "role_grant", IS)
    with op.batch_alter_table("file") as file:
        _check(file, "file", IS)
        file.drop_constraint(op.f("uq_file_person_id_purpose"), type_="unique")
    op.create_index("ix_file_person_id", "file", ["person_id"])
    op.create_index(
        "uq_file_open", "file", ["person_id", "purpose"], unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
    )
    _make_doorways()
    with op.batch_alter_table("sign_in") as sign_in:
        sign_in.add_column(sa.Column("browser_id", Identifier, nullable=True))
        sign_in.create_foreign_key(op.f("fk_sign_in_browser_id"), "known_browser", ["browser_id"], ["id"])
    op.create_index("ix_sign_in_browser_id", "sign_in", ["browser_id"])


def downgrade() -> None:
    op.drop_index("ix_sign_in_browser_id", table_name="sign_in")
    with op.batch_alter_table("sign_in") as sign_in:
        sign_in.drop_constraint(op.f("fk_sign_in_browser_id"), type_="foreignkey")
        sign_in.drop_column("browser_id")
    for table in ("door_code", "known_browser", "doorway"):
        op.drop_table(table)
    op.drop_index("uq_file_open", table_name="file")
    op.drop_index("ix_file_person_id", table_name="file")
    with op.batch_alter_table("file") as file:
        _check(file, "file", WAS)
        file.create_unique_constraint(op.f("uq_file_person_id_purpose"), ["person_id", "purpose"])
    with op.batch_alter_table("role_grant") as grant:
        _check(grant, "role_grant", WAS)
    op.drop_index(NUMBER, table_name="person")
    with op.batch_alter_table("person") as person:
        person.drop_constraint(op.f("ck_person_forgotten_without_name"), type_="check")
        _check(person, "person", WAS)
        person.alter_column("started_on", existing_type=sa.Date(), nullable=False)
        person.drop_column("forgotten_at")
    op.create_index(NUMBER, "person", [sa.text("lower(staff_number)")], unique=True)


def _check(batch: object, table: str, when: int) -> None:
    """What the table's rows are held to, before or after."""
    for name, sentences in CHECKS[table].items():
        batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")  # type: ignore[attr-defined]
        batch.create_check_constraint(op.f(f"ck_{table}_{name}"), sentences[when])  # type: ignore[attr-defined]


def _make_doorways() -> None:
    op.create_table(
        "doorway",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_id", Identifier, nullable=True),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_doorway_expires_after_it_is_made")),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_doorway_mail_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_doorway_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doorway")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_doorway_secret_hash")),
    )
    op.create_index("ix_doorway_person_id", "doorway", ["person_id"])
    op.create_table(
        "known_browser",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("doorway_id", Identifier, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["doorway_id"], ["doorway.id"], name=op.f("fk_known_browser_doorway_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_browser")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_known_browser_token_hash")),
    )
    op.create_index("ix_known_browser_doorway_id", "known_browser", ["doorway_id"])
    op.create_table(
        "door_code",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("doorway_id", Identifier, nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", Identifier, nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("tries BETWEEN 0 AND 5", name=op.f("ck_door_code_tries")),
        sa.ForeignKeyConstraint(["doorway_id"], ["doorway.id"], name=op.f("fk_door_code_doorway_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_code")),
    )
    op.create_index("ix_door_code_doorway_id", "door_code", ["doorway_id"])
