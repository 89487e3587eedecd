"""TODO"""

from poverty.words.readable.table import Entry

TABLES: dict[str, Entry] = {}
EXPLANATIONS = {}
