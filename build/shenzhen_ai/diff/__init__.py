"""What differs between two states of a package: one keyed comparison, and everything that shows it.

`snapshots` finds the states (folders, git refs, versions), `compare` gives the differences as values, `words` names
rows in the words of the schemas, `render` writes text, Markdown and JSON, `record` gives the differences between
releases that a release carries, `feeds` writes those as Atom and JSON Feed.
"""
