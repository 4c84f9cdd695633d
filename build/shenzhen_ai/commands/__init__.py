"""The verbs of the command, by theme; one verb is one function, without logic of its own."""
