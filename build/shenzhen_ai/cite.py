"""Citations of the data set, a table or a row, from the descriptor of the release. No DOI until there is one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shenzhen_ai._errors import UnknownName
from shenzhen_ai.load import Release, find_release
from shenzhen_ai.trace import label

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Reference:
    """What every style is made from."""

    creator: str
    title: str
    version: str
    date: str
    address: str
    part: str | None
    key: str

    @property
    def year(self) -> str:
        """The year of the release."""
        return self.date[:4]

    @property
    def full_title(self) -> str:
        """The title, with the part that is cited before it."""
        return f"{self.part}. In {self.title}" if self.part else self.title


def cite(style: str = "apa", table: str | None = None, id: str | None = None) -> str:  # noqa: A002  the name users type
    """Give a citation as text.

    Args:
        style: `apa`, `bibtex`, `ris`, `csl-json` or `gbt7714`.
        table: cite this table rather than the whole.
        id: cite this row of `table`.

    Raises:
        UnknownName: for a style, table or row that does not exist.
    """
    if style not in STYLES:
        msg = f"no style {style!r}; there are {', '.join(STYLES)}"
        raise UnknownName(msg)
    return STYLES[style](reference(find_release(), table, id))


def reference(release: Release, table: str | None = None, row_id: str | None = None) -> Reference:
    """Gather what a citation needs from a release."""
    descriptor = release.descriptor
    home = str(descriptor.get("homepage", "")).rstrip("/")
    creators = [item["title"] for item in descriptor.get("contributors", []) if "creator" in item.get("roles", [])]
    part, address, key = None, f"{home}/", str(descriptor["name"])
    if table:
        resource = release.resource(table)
        part, address, key = f"Table “{resource.get('title', table)}”", f"{home}/tables/{table}/", f"{key}-{table}"
    if table and row_id:
        part = f"{label(release, table, row_id)} [{table}: {row_id}]"
        if release.resource(table)["schema"].get("page"):
            address = f"{home}/{table}/{row_id}/"
        key = f"{key}-{row_id}"
    return Reference(
        creator="; ".join(creators),
        title=str(descriptor.get("title", descriptor["name"])),
        version=release.version,
        date=str(descriptor.get("created", ""))[:10],
        address=address,
        part=part,
        key=re.sub(r"[^A-Za-z0-9-]", "-", f"{key}-{release.version}"),
    )


def _apa(ref: Reference) -> str:
    return f"{ref.creator} ({ref.year}). {ref.full_title} (Version {ref.version}) [Data set]. {ref.address}"


def _bibtex(ref: Reference) -> str:
    fields = {
        "author": f"{{{ref.creator}}}",
        "title": f"{{{ref.full_title}}}",
        "year": ref.year,
        "version": ref.version,
        "date": ref.date,
        "url": ref.address,
        "note": "Data set",
    }
    body = ",\n".join(
        f"  {name} = {{{_tex(value) if name in {'author', 'title'} else value}}}" for name, value in fields.items()
    )
    return f"@misc{{{ref.key},\n{body}\n}}"


def _tex(text: str) -> str:
    return re.sub(r"([&%$#_])", r"\\\1", text)


def _ris(ref: Reference) -> str:
    lines = [
        ("TY", "DATA"),
        ("AU", ref.creator),
        ("TI", ref.full_title),
        ("PY", ref.year),
        ("DA", ref.date.replace("-", "/")),
        ("ET", ref.version),
        ("UR", ref.address),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {value}" for tag, value in lines)


def _csl(ref: Reference) -> str:
    item = {
        "id": ref.key,
        "type": "dataset",
        "author": [{"literal": ref.creator}],
        "title": ref.full_title,
        "version": ref.version,
        "issued": {"date-parts": [[int(part) for part in ref.date.split("-")]]},
        "URL": ref.address,
    }
    return json.dumps([item], ensure_ascii=False, indent=2)


def _gbt(ref: Reference) -> str:
    return f"{ref.creator}. {ref.full_title}: {ref.version}[DS/OL]. ({ref.date}). {ref.address}."


STYLES: dict[str, Callable[[Reference], str]] = {
    "apa": _apa,
    "bibtex": _bibtex,
    "ris": _ris,
    "csl-json": _csl,
    "gbt7714": _gbt,
}
"""The styles by the names that `cite` takes."""
