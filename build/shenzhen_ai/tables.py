"""Moved: use shenzhen_ai.database (this shim goes)."""

from shenzhen_ai.database import *  # noqa
from shenzhen_ai.database import (
    cast,
    connect,
    count,
    identifier,
    key_sql,
    literal,
    load_text,
    lock,
    sql_type,
    type_table,
    typed_columns,
    DECIMAL_DEFAULT,
)  # noqa
