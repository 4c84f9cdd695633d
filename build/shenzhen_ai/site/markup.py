"""Text of cells on its way into pages: it is shown as it stands and can never become markup or script."""

from __future__ import annotations

import html
import re

from markupsafe import Markup, escape

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
"""What a page may load and run: files of this site. No script or style in the page itself, no font, no other host.

The console needs no more: what is said of scripts holds for DuckDB's worker too, and what that may do is said with its
file, not with the page.
"""

SMALL_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'none'; base-uri 'none'"
"""The same for small pages, which show no picture, ask for nothing and send no form."""

SIGNS = re.compile(r"[!-,:-@\[-`{-~\\]|^[-.\d]|(?<=\d)\.")


def inline(text: object) -> Markup:
    """Give a text for a line of Markdown: every sign that Markdown or HTML could take for its own is an entity.

    >>> str(inline("a *b* <i>"))
    'a &#42;b&#42; &#60;i&#62;'
    """
    single = " ".join(str(text).split())
    return Markup(SIGNS.sub(lambda match: f"&#{ord(match[0])};", single))  # noqa: S704  that is what this is for


def address(text: str) -> str:
    """Give an address if it is one of the web, else an empty text: no script, no file, no data address.

    >>> address("javascript:alert(1)"), address("https://sz.example/a")
    ('', 'https://sz.example/a')
    """
    return text if re.match(r"https?://[^\s\"'<>]+\Z", text) else ""


def link(href: str, text: object, kind: str = "") -> Markup:
    """Give an HTML link."""
    attribute = f' class="{escape(kind)}"' if kind else ""
    return Markup(f'<a{attribute} href="{escape(href)}">{escape(text)}</a>')  # noqa: S704  both parts are escaped


def heading(page: str) -> str:
    """Give the text of the first heading of a page of Markdown, without entities."""
    line = next((line for line in page.splitlines() if line.startswith("# ")), "# ")
    return html.unescape(line[2:]).strip()


def plain(page: str, longest: int = 160) -> str:
    r"""Give the first text of a page of Markdown below its heading, for search engines and cards.

    >>> plain("# Cats\n\n<p>Tom &amp; <b>Jerry</b></p>\n")
    'Tom & Jerry'
    """
    body = re.sub(r"(?m)^#[^\n]*$|<(script|style|figure)\b.*?</\1>|```.*?```", " ", page[:6000], flags=re.DOTALL)
    bare = re.sub(r"<[^>]*>?", " ", re.split(r"<table|<div class=\"scroll", body)[0].strip() or body)
    text = " ".join(html.unescape(bare).replace("**", "").split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
