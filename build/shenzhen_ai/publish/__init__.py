"""A release on its way out: to a GitHub release and to Zenodo, once and whole, however often it is tried.

`transport` sends requests or only shows them, `assets` says which files go, `github` and `zenodo` speak the two
interfaces, `run` brings them together.
"""
