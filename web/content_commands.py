"""Commands about content, of courses and instruments alike: `flask --app wsgi content check` and `… content import`."""

import click
from flask.cli import AppGroup
from sqlalchemy import inspect

from assess import instrument_library as instruments
from assess.services import instruments as measuring
from courses import catalogue as courses
from courses.content import Course
from courses.content_check import check, is_publishable
from courses.queries.content import organisation_words
from courses.queries.learning import zone_of
from courses.services import content as publishing, enrolments
from kernel import clock
from kernel.database import read_session, unit_of_work
from kernel.errors import DomainError
from kernel.source import ContentError
from people.models import Organisation
from people.queries import organisation

content = AppGroup("content", help="The courses, statements and instruments that ship with this version.")


@content.command("check")
def check_command() -> None:
    """Say what is to be mended, the organisation's words included; exit 1 when there is an error."""
    words = organisation_words(read_session()) if _has_organisation() else None
    taught, measured = _libraries()
    findings = check(taught, words)
    for finding in findings:
        click.echo(f"{finding.severity:8} {finding.where}: {finding.what} {finding.remedy}")
    if words is None:
        click.echo("There is no organisation yet, so its words were not checked.")
    click.echo(f"{len(measured.instruments)} instruments can be read.")
    click.echo(f"{len(findings)} findings.")
    if not is_publishable(findings):
        raise SystemExit(1)


@content.command("import")
@click.option("--minor", "weight", flag_value="minor", help="Certificates stay as they are (the default).")
@click.option("--material", "weight", flag_value="material", help="Whoever holds a certificate is asked again.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def import_command(weight: str | None, yes: bool) -> None:
    """Publish what changed in the libraries as new, immutable revisions."""
    if not _has_organisation():
        raise click.ClickException("There is no organisation yet. Its set-up publishes the courses that ship.")
    (taught, measured), is_material = _libraries(), weight == "material"
    if is_material and not yes:
        click.confirm(f"{_count_touched(taught)} people will be asked again. Go on?", abort=True)
    try:
        with unit_of_work() as session:
            texts = publishing.import_library(session, taught, is_material=is_material, actor=None)
            tools = measuring.import_library(session, measured, actor=None)
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    for text in texts.published:
        click.echo(f"published {text.kind} {text.slug} ({text.language}) {text.content_hash[:12]}")
    for tool in tools.published:
        click.echo(f"published instrument {tool.slug} {tool.content_hash[:12]}")
    published, unchanged = len(texts.published) + len(tools.published), texts.unchanged + tools.unchanged
    click.echo(f"{published} published, {unchanged} unchanged.")


def _libraries() -> tuple[courses.Library, instruments.Library]:
    try:
        return courses.load_library(courses.LIBRARY), instruments.load_library(instruments.LIBRARY)
    except ContentError as broken:
        raise click.ClickException(str(broken)) from broken


def _has_organisation() -> bool:
    """False before the set-up, and where there are no tables yet."""
    has_table = inspect(read_session().connection()).has_table(Organisation.__tablename__)
    return has_table and organisation() is not None


def _count_touched(library: courses.Library) -> int:
    session = read_session()
    today = clock.day(clock.now(), zone_of(session))
    touched: set[str] = set()
    for text in publishing.changed_texts(session, library):
        touched |= {text.slug} if isinstance(text, Course) else set(enrolments.courses_with(session, text.slug))
    return enrolments.touched_by(session, sorted(touched), today)
