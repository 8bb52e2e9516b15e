"""One page of a long list."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

PAGE = 50


@dataclass(frozen=True, slots=True)
class Paging:
    """Which rows of how many a page shows; `first` and `last` count from 1, and are 0 in an empty list."""

    page: int
    pages: int
    first: int
    last: int
    total: int


def paging(total: int, asked: int, size: int = PAGE) -> Paging:
    """The page that was asked for, or the nearest that there is."""
    pages = max(1, -(-total // size))
    page = min(max(1, asked), pages)
    first = min((page - 1) * size + 1, total)
    return Paging(page, pages, first, min(page * size, total), total)


def page_of(
    session: Session, found: Select[*tuple[Any, ...]], asked: int, size: int = PAGE
) -> tuple[list[Any], Paging]:
    """The rows of one page of `found`, and where that page stands."""
    total = session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    where = paging(total, asked, size)
    return list(session.execute(found.limit(size).offset((where.page - 1) * size))), where
