"""Read, cite and trace the Shenzhen AI open data; the reader loads duckdb and the standard library alone."""
