"""A correction that somebody asks for, and how it is read from the body of an issue.

The body is what GitHub makes of the issue form: `### Label`, a blank line, the value. Nothing of it is trusted: it is
text, never a path, a command or markup, and whatever does not fit the form is refused with a reason.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from dataclasses import dataclass

from shenzhen_ai.corrections.answers import Refusal, Refused

LABELS = {
    "table": "Table · 表",
    "row_id": "Row · 行标识",
    "field": "Field · 字段",
    "current": "Current value · 现值",
    "version": "Version · 版本",
    "page": "Page · 页面",
    "proposed": "Correct value · 正确的值",
    "source_url": "Address of the source · 来源网址",
    "locator": "Place in the source · 位置",
    "printed": "Wording in the source · 原文写法",
    "title": "Title of the source · 来源标题",
    "publisher": "Publisher · 发布者",
    "publisher_kind": "Kind of publisher · 发布者类型",
    "copy": "Kind of copy · 版本类型",
    "published_on": "Published on · 发布日期",
    "credit": "Name for the thanks · 署名",
    "language": "Reply in · 回复语言",
}
"""The labels of the form's fields by their ids, as the issue form has them."""

REQUIRED = ("table", "row_id", "field", "proposed", "source_url", "locator")
MAX_BODY = 20_000
MAX_VALUE = 1_000
NO_RESPONSE = "_No response_"
HEADING = re.compile(r"^### (.+?)\s*$", re.MULTILINE)
CONTROL = {"Cc", "Cf", "Cs", "Co", "Cn"}


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell that should hold another value, and the document that says so.

    Attributes:
        table: name of the table.
        row_id: primary key of the row, values joined by `|`.
        field: name of the field.
        current: what the reader saw; "" when not given.
        proposed: what it should be; "" empties the cell.
        source_url: address of the document.
        locator: the place in it.
        printed: the wording there; "" when not given.
        document: title, publisher, publisher_kind, copy and published_on of a document that is not known yet.
        credit: name for the thanks; "" for none.
        reference: number of the issue; "" for none.
        language: `en` or `zh`, in which the reporter is answered.
    """

    table: str
    row_id: str
    field: str
    proposed: str
    source_url: str
    locator: str
    current: str = ""
    printed: str = ""
    document: dict[str, str] = dataclasses.field(default_factory=dict)
    credit: str = ""
    reference: str = ""
    language: str = "en"


def parse_issue(data: bytes, reference: str = "") -> Correction:
    """Read the body of a correction issue.

    Args:
        data: the body as GitHub keeps it.
        reference: number of the issue.

    Raises:
        Refused: with everything that keeps it from being read.
    """
    try:
        body = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("en", [Refusal("not-utf8")]) from error
    language = _language(body)
    if len(body) > MAX_BODY:
        raise Refused(language, [Refusal("too-long", {"limit": f"{MAX_BODY:,}"})])
    values, refusals = _sections(body.replace("\r\n", "\n"))
    refusals += [Refusal("missing", {"label": LABELS[name]}) for name in REQUIRED if not values.get(name)]
    for name, value in values.items():
        refusals += _judge(LABELS[name], value)
    if refusals:
        raise Refused(language, refusals)
    return Correction(
        table=values["table"],
        row_id=values["row_id"],
        field=values["field"],
        proposed=values["proposed"],
        source_url=values["source_url"],
        locator=values["locator"],
        current=values.get("current", ""),
        printed=values.get("printed", ""),
        document={
            name: values[name]
            for name in ("title", "publisher", "publisher_kind", "copy", "published_on")
            if values.get(name)
        },
        credit=values.get("credit", ""),
        reference=reference,
        language=language,
    )


def _language(body: str) -> str:
    """Give the language that the form asks for, else that of the text."""
    match = re.search(rf"^### {re.escape(LABELS['language'])}\s+(\S+)", body, re.MULTILINE)
    if match:
        return "zh" if match.group(1).startswith("中文") else "en"
    plain = body
    for label in LABELS.values():
        plain = plain.replace(label, "")
    return "zh" if re.search("[一-鿿]", plain) else "en"


def _sections(body: str) -> tuple[dict[str, str], list[Refusal]]:
    """Give the values by id of their field; a heading that is unknown or stands twice is refused."""
    ids = {label: name for name, label in LABELS.items()}
    parts = HEADING.split(body)
    values: dict[str, str] = {}
    refusals: list[Refusal] = []
    for label, raw in zip(parts[1::2], parts[2::2], strict=True):
        name = ids.get(label.strip())
        if name is None:
            refusals.append(Refusal("unknown-heading", {"label": label}))
        elif name in values:
            refusals.append(Refusal("heading-twice", {"label": label}))
        else:
            value = raw.strip()
            values[name] = "" if value == NO_RESPONSE else value
    if not values:
        return {}, [Refusal("not-a-form")]
    return values, refusals


def _judge(label: str, value: str) -> list[Refusal]:
    if len(value) > MAX_VALUE:
        return [Refusal("value-too-long", {"label": label, "limit": f"{MAX_VALUE:,}"})]
    if "\n" in value:
        return [Refusal("several-lines", {"label": label})]
    strange = sorted({f"U+{ord(sign):04X}" for sign in value if unicodedata.category(sign) in CONTROL})
    return [Refusal("characters", {"label": label, "signs": ", ".join(strange[:5])})] if strange else []
