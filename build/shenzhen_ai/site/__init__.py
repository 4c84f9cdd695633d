"""SITE: pages in two languages from a release, and the site that mkdocs makes of them. Needs the extra `site`."""

from importlib.util import find_spec

from shenzhen_ai._errors import ExtraMissing

for _library in ("jinja2", "markupsafe", "mkdocs"):
    if find_spec(_library) is None:
        raise ExtraMissing(_library, "site")
