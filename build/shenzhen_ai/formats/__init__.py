"""EXPORT: the formats of a release, one module each. Each writes the rows it is given, in their order."""
