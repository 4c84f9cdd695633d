"""SITE: pages in two languages from a release, and the site that mkdocs makes of them."""
