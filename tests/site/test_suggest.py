"""From every row a way to correct it: the filled form, the line of the file, a letter."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from shenzhen_ai.corrections.request import LABELS
from shenzhen_ai.site.data import Data
from shenzhen_ai.site.suggest import form, letter, line

if TYPE_CHECKING:
    from shenzhen_ai.load import Release

ROOT = Path(__file__).resolve().parents[2]
MINI = ROOT / "tests" / "mini"


@pytest.fixture(scope="module")
def data(small_release: Release) -> Data:
    return Data.read(small_release)


def test_the_form_is_filled_by_the_ids_that_it_has(data: Data) -> None:
    address = urlsplit(form(data, "readings", "eddystone-2020", "zh"))
    values = {name: texts[0] for name, texts in parse_qs(address.query, strict_parsing=True).items()}

    fields = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / values["template"]).read_text(encoding="utf-8"))[
        "body"
    ]
    assert set(values) - {"template"} <= {item.get("id") for item in fields} & set(LABELS)
    assert (
        f"{address.scheme}://{address.netloc}{address.path}" == "https://git.lighthouses.example/lighthouses/issues/new"
    )
    assert (values["table"], values["row_id"], values["version"]) == (
        "readings",
        "eddystone-2020",
        data.release.version,
    )
    assert values["page"].endswith("/zh/readings/eddystone-2020/")
    assert values["language"] == "中文"


@pytest.mark.parametrize("table", ["lamps", "readings", "papers", "proofs"])
def test_the_line_is_the_row_s_own(data: Data, table: str) -> None:
    text = (MINI / f"data/{table}.csv").read_text(encoding="utf-8").splitlines()
    for row in data.rows[table]:
        row_id = data.row_id(table, row)
        path, number = re.fullmatch(r".*/blob/main/(\S+)\?plain=1#L(\d+)", line(data, table, row_id)).groups()  # type: ignore[union-attr]

        assert path == f"data/{table}.csv"
        assert text[int(number) - 1].startswith(f"{row_id},")


def test_hostile_ids_stay_inside_the_address(data: Data) -> None:
    address = form(data, "readings", '"><script>&body=x#', "en")

    assert not set('"<>#') & set(address)
    assert parse_qs(urlsplit(address).query)["row_id"] == ['"><script>&body=x#']


def test_a_letter_needs_a_contact(data: Data) -> None:
    assert letter(data, "lamps", "pharos", "en") == ""


def test_every_row_s_page_has_the_ways_in_its_language(small_site: Path) -> None:
    version = json.loads((MINI / "datapackage.json").read_text(encoding="utf-8"))["version"]
    pages = [file for file in small_site.rglob("lamps/*/index.html") if file.parent.name in {"pharos", "eddystone"}]
    assert len(pages) >= 4
    for file in pages:
        text = html.unescape(file.read_text(encoding="utf-8"))
        assert "issues/new?template=correction.yml" in text
        assert ("建议更正" if "zh" in file.parts else "Suggest a correction") in text
        assert "data-field=name_en" in text
        assert version in text
