"""How dates and numbers read on a page."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale, get_timezone


def day(value: date | datetime | None) -> str:
    """22 november 2026."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(get_timezone()).date()
    return format_date(value, "d MMMM y", locale=get_locale())


def short_day(value: date | datetime | None) -> str:
    """22 nov 2026, for tables."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(get_timezone()).date()
    return format_date(value, "d MMM y", locale=get_locale()).replace(".", "")


def clock_time(value: datetime) -> str:
    """10:42."""
    return format_time(value, "HH:mm", tzinfo=get_timezone(), locale=get_locale())


def moment(value: datetime | None) -> str:
    """22 november 2026, 10:42."""
    if value is None:
        return ""
    return format_datetime(value, "d MMMM y, HH:mm", tzinfo=get_timezone(), locale=get_locale())


def decimal(value: float, places: int | None = None) -> str:
    """4,6 or 4.6; with `places` always that many behind the comma: 4,0."""
    pattern = None if places is None else "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(value, format=pattern, locale=get_locale())


def install(app: Flask) -> None:
    app.jinja_env.filters.update(day=day, short_day=short_day, clock_time=clock_time, decimal=decimal, moment=moment)
