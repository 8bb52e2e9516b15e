"""Triggers that keep evidence as it was written, on SQLite and PostgreSQL.

Used by migrations; a test after the migrations shows that they still refuse, for Alembic's batch mode
drops triggers without a word.
"""

from alembic import op

FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'evidence: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'raise_exception'; END $$
"""


def keep(table: str, *, deletable: bool = True) -> None:
    """Refuse UPDATE on `table`, and DELETE and TRUNCATE too unless it is `deletable`."""
    operations = ["UPDATE"] if deletable else ["UPDATE", "DELETE"]
    if op.get_bind().dialect.name == "sqlite":
        for operation in operations:
            op.execute(
                f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'evidence: {operation} on {table} is refused'); END"
            )
        return
    op.execute(FUNCTION)
    for operation in operations:
        op.execute(
            f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    if not deletable:
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def drop_function() -> None:
    """Undo `keep` after its tables are dropped."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS refuse_change()")
