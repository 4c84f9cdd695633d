"""SPARK, engine: what the check asks of all rows, asked of Spark; the rows that matter come to this machine.

`text.<table>` of the check's own database then holds the doubtful rows, those without a key and those whose key stands
more than once. Whatever is wrong with a table is wrong with these, so the check finds in them what it finds in all.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from shenzhen_ai import database
from shenzhen_ai.checks import keys, schema
from shenzhen_ai.checks.engine import Engine, QueryRefused
from shenzhen_ai.checks.scan import present
from shenzhen_ai.quoting import identifier
from shenzhen_ai.spark import rules as rules_on_spark
from shenzhen_ai.spark import tables, twin
from shenzhen_ai.spark.parquet import scan_parquet
from shenzhen_ai.spark.reading import Scanned, scan_table
from shenzhen_ai.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from shenzhen_ai.checks.context import Context
    from shenzhen_ai.files import File
    from shenzhen_ai.package import ForeignKey, Package, Table
    from shenzhen_ai.problems import Problem


class SparkEngine(Engine):
    """A session of Spark, and the tables that it keeps."""

    name = "spark"
    side_by_side = False

    def __init__(self, spark: Any) -> None:
        """Take a session, which is stopped by whoever opened it."""
        self.spark = spark
        self.tables: dict[str, Scanned] = {}
        self.queries: tables.Queries | None = None

    def scan(self, context: Context, table: Table) -> list[File]:
        """Read the files of a table on Spark; give what was found out about each."""
        scan = scan_parquet if table.dialect.parquet else scan_table
        files, scanned = scan(self.spark, context.con, context.package, table)
        if scanned is not None:
            self.tables[table.name] = scanned
        context.present[table.name] = present(table, files)
        return files

    def count(self, context: Context, table: Table) -> int:  # noqa: ARG002  as the engine is asked
        """Give the rows of a table."""
        return self.tables[table.name].rows

    def suspects(self, context: Context, table: Table) -> str | None:
        """Bring the rows that may be wrong into `text.<table>`; give the SQL of doubtful ones."""
        frame, odd = self.tables[table.name].frame, self.tables[table.name].odd
        found = [frame.filter(self._odd(table))] if odd else []
        found += [self._repeated(table, key) for key in dict.fromkeys(key for key, *_ in keys.declared(table))]
        found += [wrong for number in range(len(table.fields)) if (wrong := self._underived(table, number)) is not None]
        self._bring(context, table, found)
        name = f"text.{identifier(table.name)}"
        if context.con.execute(f"SELECT 1 FROM {name} WHERE _doubt LIMIT 1").fetchone() is None:
            return None
        return f"(SELECT * EXCLUDE _doubt FROM {name} WHERE _doubt)"

    def references(self, context: Context, table: Table) -> list[Problem]:
        """Judge the foreign keys of a table: Spark finds the rows that point nowhere."""
        from pyspark.sql import functions as fn

        read = [key for key in table.foreign_keys if key.table in self.tables]
        found = [self._dangling(context, table, key).withColumn("_key", fn.lit(n)) for n, key in enumerate(read)]
        if found:
            self._bring(context, table, found, "text._dangling", "_key")
        return [
            problem
            for number, key in enumerate(read)
            for problem in keys.tell_dangling(
                context,
                table,
                key,
                f"(SELECT * FROM text._dangling WHERE _key = {number}) t",
                self._known(context, key),
            )
        ]

    def type_tables(self, context: Context) -> list[Problem]:
        """Have Spark know the typed tables; name the fields that it has no type for."""
        return self.type_tables_of(context.package)

    def type_tables_of(self, package: Package) -> list[Problem]:
        """Do so for a package, once."""
        problems = tables.unsupported(package)
        if not problems and self.queries is None:
            tables.register(package, self.tables)
            self.queries = tables.Queries(self.spark, twin.empty_tables(package))
        return problems

    def broken(self, context: Context, table: Table, rules: Sequence[Any]) -> Iterator[tuple[Any, list[str]]]:  # noqa: ARG002  as the engine is asked
        """Give each pandera rule that fails on a typed table, with the primary keys of the rows, in order."""
        return rules_on_spark.broken(self._queries(), table, rules)

    def lock(self, context: Context) -> None:  # noqa: ARG002  as the engine is asked
        """Take file and network access from the database that is asked what queries are like."""
        if self.queries is not None:
            database.lock(self.queries.con)

    def failing(self, context: Context, sql: str) -> tuple[list[dict[str, Any]], int]:  # noqa: ARG002  as the engine is asked
        """Give the first rows of a rule's SELECT by name of column, in order, and how many there are."""
        return rules_on_spark.failing(self._queries(), sql)

    def locate(self, context: Context, table: Table, keys: Sequence[str]) -> Mapping[str, tuple[int, dict[str, Any]]]:
        """Give record number and text cells of the rows with these ids, which are brought here."""
        if not keys:
            return {}
        found = self.tables[table.name].frame.filter(rules_on_spark.ids(table, keys))
        self._bring(context, table, [found])
        return context.locate(table, keys)

    def _queries(self) -> tables.Queries:
        if self.queries is None:
            raise QueryRefused(say("there are no typed tables"))
        return self.queries

    def whole(self, context: Context) -> None:
        """Bring all rows, for a package that says where its values come from; those tables are small."""
        if context.package.roles is not None:
            self.bring_all(context)

    def bring_all(self, context: Context) -> None:
        """Bring every row of every table into `text.<table>`."""
        for table in context.package.tables.values():
            self._bring(context, table, [self.tables[table.name].frame])

    def _odd(self, table: Table) -> Any:
        from pyspark.sql import functions as fn

        cells = [fn.col(f"f{number}") for number in _numbers(table, table.primary_key)]
        return fn.col("_doubt") | fn.coalesce(*cells).isNull() if cells else fn.col("_doubt")

    def _repeated(self, table: Table, key: tuple[str, ...]) -> Any:
        """Give every row whose key stands more than once; missing parts are equal, a key without any part is none."""
        from pyspark.sql import functions as fn

        names = [f"k{number}" for number in _numbers(table, key)]
        frame = self.tables[table.name].frame
        filled = fn.coalesce(*names).isNotNull()
        doubled = frame.filter(filled).groupBy(*names).count().filter("count > 1").select(*names).alias("d")
        same = [fn.col(f"t.{name}").eqNullSafe(fn.col(f"d.{name}")) for name in names]
        return frame.alias("t").join(doubled, same, "left_semi")

    def _underived(self, table: Table, number: int) -> Any:
        """Give the rows whose cell is not what its field derives from; None when every cell is."""
        from pyspark.sql import functions as fn

        derive, name = table.fields[number].derive, f"f{number}"
        if derive not in {"period", "date"}:
            return None
        frame = self.tables[table.name].frame
        values = frame.select(name).filter(fn.col(name).isNotNull()).distinct().collect()
        wrong = schema.underived(table.fields[number], (value for (value,) in values))
        return frame.filter(fn.col(name).isin(wrong)) if wrong else None

    def _dangling(self, context: Context, table: Table, key: ForeignKey) -> Any:
        from pyspark.sql import functions as fn

        other = context.package.tables[key.table]
        own, theirs = _numbers(table, key.fields), _numbers(other, key.reference)
        frame, target = self.tables[table.name].frame, self.tables[key.table].frame
        given = frame.filter(fn.coalesce(*(f"k{number}" for number in own)).isNotNull()).alias("t")
        if not keys.comparable(table, other, key):
            return given
        known = target.select(*(fn.col(f"k{number}").alias(f"r{place}") for place, number in enumerate(theirs)))
        pairs = [(fn.col(f"t.k{number}"), fn.col(f"r.r{place}")) for place, number in enumerate(own)]
        match = [left == right if len(pairs) == 1 else left.eqNullSafe(right) for left, right in pairs]
        return given.join(known.distinct().alias("r"), match, "left_anti")

    def _known(self, context: Context, key: ForeignKey) -> Callable[[list[str]], str]:
        def known(reads: list[str]) -> str:
            from pyspark.sql import functions as fn

            names = [f"f{number}" for number in _numbers(context.package.tables[key.table], key.reference)]
            ids = self.tables[key.table].frame.select(fn.concat_ws("|", *names).alias("id")).distinct()
            near = ids.filter(fn.lower("id").isin(reads)).union(ids.limit(keys.NEAR + 1)).distinct()
            context.con.register("_ids", near.toArrow())
            context.con.execute("CREATE OR REPLACE TABLE text._known AS SELECT * FROM _ids")
            context.con.unregister("_ids")
            return "text._known"

        return known

    def _bring(self, context: Context, table: Table, frames: list[Any], name: str = "", beside: str = "_doubt") -> None:
        """Bring rows into `text.<table>`, or another table, with their record numbers and a column, each once."""
        con, scanned = context.con, self.tables[table.name]
        columns = ["_f", "_b", "_i", beside, *(f"f{number}" for number in range(len(table.fields)))]
        cells = ", ".join(f"f{number} AS {identifier(field.name)}" for number, field in enumerate(table.fields))
        con.execute("CREATE OR REPLACE TEMP TABLE _blocks (_f BIGINT, _b BIGINT, first BIGINT, before BIGINT)")
        if scanned.blocks:
            con.executemany("INSERT INTO _blocks VALUES (?, ?, ?, ?)", scanned.blocks)
        if not frames:
            empty = ", ".join(f"CAST(NULL AS VARCHAR) AS {name}" for name in columns[4:])
            frames_sql = f"SELECT 0::BIGINT AS _f, 0::BIGINT AS _b, 0::BIGINT AS _i, false AS {beside}, {empty} LIMIT 0"
        else:
            found = reduce(lambda left, right: left.union(right), [frame.select(*columns) for frame in frames])
            con.register("_found", found.toArrow())
            frames_sql = "SELECT DISTINCT * FROM _found"
        target = name or f"text.{identifier(table.name)}"
        con.execute(
            f"CREATE OR REPLACE TABLE {target} AS SELECT before + _i - first + 1 AS _row, "
            f"{beside}, {cells} FROM ({frames_sql}) JOIN _blocks USING (_f, _b) ORDER BY _row"
        )
        if frames:
            con.unregister("_found")


def _numbers(table: Table, names: Sequence[str]) -> list[int]:
    places = {field.name: number for number, field in enumerate(table.fields)}
    return [places[name] for name in names]
