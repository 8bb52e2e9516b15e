"""`flask --app wsgi ledger …`: the log, recomputed and shown."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from certificates import queries
from certificates.ledger.verification import Verdict, verify
from kernel.database import read_session

ledger = AppGroup("ledger", help="The transparency log.")


@ledger.command("verify")
@click.option(
    "--against", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A checkpoint kept elsewhere."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify_log(against: Path | None, as_json: bool) -> None:
    """Recompute the log from its tables, and name whatever was touched.

    Exit 0 when all is well, 1 when something is wrong, 2 when the log cannot be read.
    """
    try:
        session = read_session()
        outside = against.read_text(encoding="utf-8") if against else None
        verdict, code = verify(session, queries.log_keys(session), outside), 1
    except (SQLAlchemyError, OSError, TypeError, ValueError) as error:
        verdict, code = _unread(error), 2
    click.echo(_as_json(verdict) if as_json else _in_lines(verdict, compared=against is not None))
    raise SystemExit(0 if verdict.is_well else code)


@ledger.command("checkpoint")
def newest_checkpoint() -> None:
    """Print the newest signed checkpoint: keep it somewhere else."""
    newest = queries.last_signed(read_session())
    if newest is None:
        raise click.ClickException("The log has no entries yet.")
    click.echo(newest[0], nl=False)


def _unread(error: Exception) -> Verdict:
    """What stands in for a verdict when a table or the checkpoint that was given cannot be read."""
    return Verdict("", 0, b"", (f"the log cannot be read: {str(error).partition(chr(10))[0]}",))


def _as_json(verdict: Verdict) -> str:
    return json.dumps(
        {
            "ok": verdict.is_well,
            "origin": verdict.origin,
            "size": verdict.size,
            "root": verdict.root.hex(),
            "problems": list(verdict.problems),
        },
        indent=2,
    )


def _in_lines(verdict: Verdict, *, compared: bool) -> str:
    head = f"log {verdict.origin or '(not opened)'}, {verdict.size} entries, root {verdict.root.hex()}"
    if verdict.problems:
        return "\n".join([head, *(f"WRONG: {problem}" for problem in verdict.problems)])
    if compared:
        return f"{head}\nAll is well, and it continues the checkpoint that you gave."
    return f"{head}\nAll is well in itself. Give a checkpoint kept elsewhere (--against) to exclude a rewritten log."
