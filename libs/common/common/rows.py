"""Many rows with one statement whose text does not depend on how many they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnClause, TableValuedAlias, column, func, literal, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import DeclarativeBase


def insert_rows(table: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]) -> Insert:
    """`INSERT` of rows. Columns with a default in Python must be named."""
    return insert(table).from_select(list(rows[0]), select(*unnested(table, rows).c))


def unnested(table: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]) -> TableValuedAlias:
    """Rows that all name the same columns of a table, as a table `new` whose columns are bound as one array each.

    A list of `VALUES` has another text for each number of rows: every connection would parse, plan and keep each.
    """
    types = {name: table.__table__.c[name].type for name in rows[0]}
    # One dimension, or a list that is one value of JSON would be taken for a row of the array.
    arrays = [literal([row[name] for row in rows], ARRAY(kind, dimensions=1)) for name, kind in types.items()]
    shape: list[ColumnClause[Any]] = [column(name, kind) for name, kind in types.items()]
    return func.unnest(*arrays).table_valued(*shape).render_derived(name="new")
