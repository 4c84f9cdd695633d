"""Addresses that never move: of the data set, a version, a table and a row. The only place that makes them."""

from __future__ import annotations

from shenzhen_ai.addresses import row_path

LATEST = "latest"
"""What stands in place of a version in the address that always shows the newest state."""


def problem_link(homepage: str, code: str, language: str = "en") -> str:
    """Give the address of the section on a problem code.

    >>> problem_link("https://a.example/", "BLANK-ROW", "zh")
    'https://a.example/latest/zh/problems/#blank-row'
    """
    return f"{permalink(homepage, language=language, version=LATEST)}problems/#{code.lower()}"


def permalink(homepage: str, table: str = "", row_id: str = "", version: str = "", language: str = "en") -> str:
    """Give the address of a row, of a table without `row_id`, of the whole without `table`.

    Args:
        homepage: address of the site, as datapackage.json states it.
        table: name of a table or view.
        row_id: id of a row, its primary key joined by `|`.
        version: the version in which it shall stand for ever; without it the newest, whose page says when the row
            changed or was retired.
        language: `en` or another language of the site.

    >>> permalink("https://a.example", "cats", "tom", "2026.11.0")
    'https://a.example/2026.11.0/cats/tom/'
    >>> permalink("https://a.example/", "cats", language="zh")
    'https://a.example/latest/zh/tables/cats/'
    >>> permalink("https://a.example")
    'https://a.example/'
    """
    home = f"{homepage.rstrip('/')}/"
    if not table and not version:
        return home if language == "en" else f"{home}{LATEST}/{language}/"
    top = f"{home}{version or LATEST}/{'' if language == 'en' else f'{language}/'}"
    return top + (row_path(table, row_id) if row_id else f"tables/{table}/" if table else "")
