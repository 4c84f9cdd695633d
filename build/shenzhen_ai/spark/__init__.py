"""SPARK: the same check and the same views where one machine is not enough.

Spark reads, shuffles and joins the rows. What a cell must be is judged on its workers by the very SQL that DuckDB runs
here (`workers`), and the rows that something may be wrong with come to this machine, where the check itself names them
(`engine`). Views and SQL rules are carried over to Spark's dialect (`dialect`), or refused.
"""
