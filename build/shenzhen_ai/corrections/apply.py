"""From a correction to the new texts of the files it touches: the table, its evidence, the sources and the changes.

A correction out of the document that the row rests on mends our error. One out of another document makes the row rest
on that document, unless more than one speaks for the present value: sources that disagree are separate rows, and
that is for a person to decide. Texts and codes of our own (role `own`) change without a document.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shenzhen_ai.corrections.answers import Refusal, Refused
from shenzhen_ai.corrections.request import LABELS, Correction
from shenzhen_ai.corrections.workspace import Edit, Row, Workspace
from shenzhen_ai.package import row_key

if TYPE_CHECKING:
    from shenzhen_ai.package import Table

ADDRESS = re.compile(r"https?://[^\s<>{}\"]+\Z")
NEEDED = ("title", "publisher", "publisher_kind", "copy")
"""What the form asks for about a document that is not on record."""


def apply(workspace: Workspace, correction: Correction) -> Edit:
    """Make one correction in a workspace.

    Args:
        workspace: the tables, which are changed only when nothing stands against the correction.
        correction: what somebody asks for.

    Raises:
        Refused: with every reason; the workspace is then as it was.
    """
    table, row = _find(workspace, correction)
    refusals = _judge(table, row, correction)
    role = table.field(correction.field).evidence
    source, new_source = _source(workspace, correction)
    if role == "own":
        source, new_source = "", None
    elif new_source is not None:
        refusals += _unknown_source(correction)
    replaced, others = _witnesses(workspace, table, row, correction, source) if source else ([], 0)
    if others:
        refusals.append(Refusal("witnesses", {"count": str(others), "now": row[correction.field]}))
    if refusals:
        raise Refused(correction.language, refusals)
    return _Change(workspace, table, row, correction).made(role or "none", source, new_source, replaced)


def _find(workspace: Workspace, correction: Correction) -> tuple[Table, Row]:
    package = workspace.package
    table = package.tables.get(correction.table)
    if table is None:
        raise Refused(correction.language, [Refusal("unknown-table", {"table": correction.table})])
    rows = {row_key(table.primary_key, row): row for row in workspace.table(table.name)}
    if correction.row_id not in rows:
        near = (difflib.get_close_matches(correction.row_id[:200], list(rows), 1) or ["-"])[0]
        values = {"table": table.name, "row_id": correction.row_id, "near": near}
        raise Refused(correction.language, [Refusal("unknown-row", values)])
    if correction.field not in {field.name for field in table.fields}:
        values = {"table": table.name, "field": correction.field}
        raise Refused(correction.language, [Refusal("unknown-field", values)])
    return table, rows[correction.row_id]


def _judge(table: Table, row: Row, correction: Correction) -> list[Refusal]:
    """Judge what was asked for against the row as it stands."""
    now = row[correction.field]
    refusals: list[Refusal] = []
    role = table.field(correction.field).evidence
    if role not in {"row", "cell", "own"}:
        return [Refusal("not-correctable", {"field": correction.field})]
    if correction.current and correction.current != now:
        refusals.append(Refusal("current-differs", {"now": now, "seen": correction.current}))
    if correction.proposed == now:
        refusals.append(Refusal("same-value", {"now": now}))
    if role != "own" and not ADDRESS.match(correction.source_url):
        refusals.append(Refusal("bad-url", {"url": correction.source_url}))
    wording = table.provenance.printed if table.provenance else None
    if (
        wording
        and row[wording]
        and not correction.printed
        and table.field(correction.field).type in {"number", "integer"}
        and correction.proposed not in row[wording].replace(",", "").replace("，", "")
    ):
        refusals.append(Refusal("wording-needed", {"printed": row[wording], "label": LABELS["printed"]}))
    return refusals


def _source(workspace: Workspace, correction: Correction) -> tuple[str, Row | None]:
    """Give the id of the document at the address, and a new row for it when it is not on record."""
    roles = workspace.package.roles
    if roles is None or roles.sources is None:
        return "", None
    table = workspace.package.tables[roles.sources]
    key = table.primary_key[0]
    for row in workspace.table(table.name):
        if correction.source_url in (row.get("url"), row.get("archived_url")):
            return row[key], None
    host = re.sub(r"[^a-z0-9]+", "-", (urlsplit(correction.source_url).hostname or "page").lower()).strip("-")
    ident = f"{host[:60].strip('-')}-{_digest(correction.source_url, 8)}"
    filled = {
        key: ident,
        "text_id": f"t-{ident}",
        "url": correction.source_url,
        "accessed_on": workspace.on,
        "language": "zh" if re.search("[一-鿿]", correction.document.get("title", "")) else "en",
        "extent_read": "excerpt",
        **correction.document,
    }
    return ident, {item.name: filled.get(item.name, "") for item in table.fields}


def _unknown_source(correction: Correction) -> list[Refusal]:
    missing = [LABELS[name] for name in NEEDED if not correction.document.get(name)]
    return [Refusal("source-unknown", {"labels": ", ".join(missing)})] if missing else []


def _witnesses(
    workspace: Workspace, table: Table, row: Row, correction: Correction, source: str
) -> tuple[list[Row], int]:
    """Give what speaks for the present value and would make way, and how many documents stand against the change.

    The row's own source counts as one (as the row itself), each evidence row on the cell or the whole row as one. A
    single document may have been misread, or makes way for a better one. More than one must be looked at by a person.
    """
    roles = workspace.package.roles
    found: list[Row] = []
    if table.provenance and table.field(correction.field).evidence == "row":
        found.append(row)
    if roles and roles.evidence:
        found.extend(
            item
            for item in workspace.table(roles.evidence)
            if (item["table_name"], item["row_id"]) == (table.name, correction.row_id)
            and item["field"] in {"*", correction.field}
        )
    names = {item[table.provenance.source] if item is row and table.provenance else item["source_id"] for item in found}
    if len(names) > 1:
        return [], len(names)
    return ([] if source in names else found), 0


def _digest(text: str, length: int = 10) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:length]


@dataclass(frozen=True, slots=True)
class _Change:
    """One correction that nothing stands against, and the row that it is about."""

    workspace: Workspace
    table: Table
    row: Row
    correction: Correction

    def made(self, role: str, source: str, new_source: Row | None, replaced: list[Row]) -> Edit:
        before = dict(self.row)
        reason = "recoded" if role == "own" else "new_source" if replaced or new_source else "our_error"
        self.row[self.correction.field] = self.correction.proposed
        if role == "row":
            self._own_source(source)
        elif role == "cell":
            self._evidence(source, replaced)
        if new_source is not None and self.workspace.package.roles and self.workspace.package.roles.sources:
            self.workspace.table(self.workspace.package.roles.sources).append(new_source)
        cells = [(name, before[name], self.row[name]) for name in before if before[name] != self.row[name]]
        if self.workspace.is_released(self.table.name, self.correction.row_id):
            for cell in cells:
                self._reason(reason, *cell)
        place = f"{self.table.name} {self.correction.row_id}"
        changes = tuple((f"{place} {name}", old, new) for name, old, new in cells)
        return Edit(self.workspace.texts(), changes)

    def _own_source(self, source: str) -> None:
        """Let the row rest on a document: its source, the place, the wording."""
        provenance = self.table.provenance
        if provenance is None:
            return
        self.row[provenance.source] = source
        self.row[provenance.locator] = self.correction.locator
        if provenance.printed and self.correction.printed:
            self.row[provenance.printed] = self.correction.printed
            if provenance.printed_unknown:
                self.row[provenance.printed_unknown] = "false"

    def _evidence(self, source: str, replaced: list[Row]) -> None:
        """Let the cell rest on a document: the evidence row of it, in the place of the one for the old value."""
        roles = self.workspace.package.roles
        if roles is None or roles.evidence is None:
            return
        table = self.workspace.package.tables[roles.evidence]
        rows = self.workspace.table(table.name)
        about = (self.table.name, self.correction.row_id, self.correction.field)
        mine = [row for row in rows if (row["table_name"], row["row_id"], row["field"]) == about]
        for row in mine:
            if row in replaced or row["source_id"] == source:
                rows.remove(row)
        filled = {
            table.primary_key[0]: f"ev-{_digest('|'.join((*about, source, self.correction.locator)))}",
            "table_name": about[0],
            "row_id": about[1],
            "field": about[2],
            "source_id": source,
            "locator": self.correction.locator,
            "printed": self.correction.printed,
            "basis": "printed",
        }
        if self.row[self.correction.field]:
            rows.append({item.name: filled.get(item.name, "") for item in table.fields})

    def _reason(self, reason: str, name: str, old: str, new: str) -> None:
        """Enter why a cell of a released row changed."""
        roles = self.workspace.package.roles
        if roles is None or roles.changes is None:
            return
        table = self.workspace.package.tables[roles.changes]
        place = (self.table.name, self.correction.row_id, name, old, new)
        filled = {
            table.primary_key[0]: f"ch-{_digest('|'.join(place))}",
            "table_name": self.table.name,
            "row_id": self.correction.row_id,
            "field": name,
            "old": old,
            "new": new,
            "reason": reason,
            "issue_ref": self.correction.reference,
            "credit": self.correction.credit,
            "decision": "accepted",
            "decided_on": self.workspace.on,
        }
        self.workspace.table(table.name).append({item.name: filled.get(item.name, "") for item in table.fields})
