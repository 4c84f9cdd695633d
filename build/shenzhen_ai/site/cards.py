"""Cards that a link to the site is shown with elsewhere: one picture per table and language."""

from __future__ import annotations

from html import escape
from importlib.util import find_spec
from typing import TYPE_CHECKING

from shenzhen_ai._errors import ExtraMissing
from shenzhen_ai.site.book import LANGUAGES
from shenzhen_ai.site.page import Page

if TYPE_CHECKING:
    from shenzhen_ai.site.book import Book

FONTS = "Inter, 'Noto Sans', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
LONGEST = {"en": 34, "zh": 17}
"""Signs in a line of a card."""


def write_cards(book: Book) -> None:
    """Draw the cards.

    Raises:
        ExtraMissing: when vl-convert is not installed.
    """
    if find_spec("vl_convert") is None:
        raise ExtraMissing("vl-convert-python", "site")
    import vl_convert

    folder = book.shared / "cards"
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        page = Page(book, language, "")
        names = {"site": "", **{table: page.title(table) for table in book.data.paged()}}
        for name, title in names.items():
            picture = vl_convert.svg_to_png(_card(page, title), scale=1)
            (folder / f"{name}.{language}.png").write_bytes(picture)


def _card(page: Page, title: str) -> str:
    release = page.book.data.release
    lines = _lines(page.about("title"), LONGEST[page.language])
    texts = [
        f'<text x="80" y="{250 + 84 * number}" font-size="68" font-weight="700" fill="#fff">{escape(line)}</text>'
        for number, line in enumerate(lines)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" font-family="{FONTS}">'
        '<rect width="1200" height="630" fill="#0b3d78"/><rect y="600" width="1200" height="30" fill="#4c9a5e"/>'
        f'<text x="80" y="140" font-size="44" fill="#b9d4f5">{escape(title)}</text>{"".join(texts)}'
        f'<text x="80" y="540" font-size="34" fill="#b9d4f5">{escape(release.version)}</text></svg>'
    )


def _lines(text: str, longest: int) -> list[str]:
    """Give a text in lines.

    >>> _lines("What the city has promised", 10)
    ['What the', 'city has', 'promised']
    >>> _lines("路线图开放数据", 4)
    ['路线图开', '放数据']
    """
    lines = [""]
    for word in text.split() if " " in text else [text[at : at + longest] for at in range(0, len(text), longest)]:
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) > longest and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
