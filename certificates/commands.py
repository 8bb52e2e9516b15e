"""`flask --app wsgi ledger …`: the log, recomputed and shown."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

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
    """Recompute the log from its tables, and name whatever was touched; exit 0 only when all is well."""
    session = read_session()
    outside = against.read_text(encoding="utf-8") if against else None
    verdict = verify(session, queries.log_keys(session), outside)
    click.echo(_as_json(verdict) if as_json else _in_lines(verdict, compared=against is not None))
    raise SystemExit(0 if verdict.is_well else 1)


@ledger.command("checkpoint")
def newest_checkpoint() -> None:
    """Print the newest signed checkpoint: keep it somewhere else."""
    newest = queries.last_signed(read_session())
    if newest is None:
        raise click.ClickException("The log has no entries yet.")
    click.echo(newest[0], nl=False)


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
