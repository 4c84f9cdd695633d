"""CORRECT: from a report to changed lines of CSV, and from two edits to one. Nothing here touches the network."""
