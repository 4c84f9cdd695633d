"""REPORT: what a proposed change means, as one comment on its pull request."""
