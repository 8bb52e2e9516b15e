"""Commands of the operator: `flask --app wsgi …`."""

import click
from flask import Flask

from certificates.commands import ledger
from kernel.jobs import workers
from people import crockford
from people.services import organisation
from web.content_commands import content


def install(app: Flask) -> None:
    app.cli.add_command(ledger)
    app.cli.add_command(content)

    @app.cli.command("worker")
    def worker() -> None:
        """Do background work until stopped: any number of these beside the server on PostgreSQL."""
        from web.nightly import ensure_today

        click.echo("The worker runs. Stop it with Ctrl-C.")
        post, house = workers(app, ensure_today)
        post.start()
        house.run()

    @app.cli.command("set-up-code")
    def set_up_code() -> None:
        """Print the code that the first page asks for, before there is an organisation."""
        click.echo(crockford.grouped(organisation.set_up_code()))
