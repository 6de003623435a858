"""Many rows with one statement whose text does not depend on how many they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnClause, column, func, literal, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import DeclarativeBase


def insert_rows(table: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]) -> Insert:
    """`INSERT` of rows that all name the same columns, each column as one array.

    A list of `VALUES` has another text for each number of rows: every connection would parse, plan and keep each.
    What is stored is `None` as SQL's null, also in columns of JSON. Columns with a default in Python must be named.
    """
    columns = [table.__table__.c[name] for name in rows[0]]
    arrays = [literal([row[each.name] for row in rows], ARRAY(each.type)) for each in columns]
    shape: list[ColumnClause[Any]] = [column(each.name, each.type) for each in columns]
    new = func.unnest(*arrays).table_valued(*shape).render_derived(name="new")
    return insert(table).from_select([each.name for each in columns], select(*new.c))
