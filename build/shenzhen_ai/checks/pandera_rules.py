"""CHECK: rules written with pandera on ibis: whether one fails, and the query of the rows that it is not true for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shenzhen_ai.package import Table


def decided(rule: Any) -> Any:
    """Give a rule whose NULL is a no: what a rule cannot answer for a row, the row does not pass."""
    import ibis
    import pandera.ibis as pa

    function = rule._check_fn  # noqa: SLF001  pandera has no public way to the function

    def decide(data: Any) -> Any:
        answer = function(data)
        if not isinstance(answer, ibis.expr.types.BooleanColumn):
            msg = f"{rule.name} gives {type(answer).__name__}, not a column of true and false"
            raise TypeError(msg)
        return ibis.coalesce(answer, ibis.literal(value=False))

    return pa.Check(decide, name=rule.name, title=rule.title)


def failed(frame: Any, rules: Iterable[Any]) -> list[Any]:
    """Give the rules that fail on a typed table."""
    import pandera.errors
    import pandera.ibis as pa

    rules = list(rules)
    try:
        pa.DataFrameSchema(checks=rules).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        names = {error.check.name for error in errors.schema_errors if error.check is not None}
        return [rule for rule in rules if rule.name in names]
    return []


def failing(table: Table, frame: Any, rule: Any) -> Any:
    """Give the query of the rows that a rule is not true for: their primary keys, `key`."""
    from pandera.api.ibis.types import IbisData

    result = rule._check_fn(IbisData(frame, None))  # noqa: SLF001  the function itself, as above
    if not table.primary_key:
        msg = f"{rule.name} fails, and {table.name} has no primaryKey by which its rows could be told"
        raise ValueError(msg)
    keys = [frame[name].cast("string").fill_null("") for name in table.primary_key]
    key = keys[0]
    for part in keys[1:]:
        key = key + "|" + part
    return frame.filter(~result).select(key=key)
