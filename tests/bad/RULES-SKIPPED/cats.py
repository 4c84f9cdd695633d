"""Rules of one cat."""

import pandera.ibis as pa

RULES = (pa.Check(lambda data: data.table.id != "a", name="CAT", title="id", error="another cat"),)
