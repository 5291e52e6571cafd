"""How things are written: accents, languages, days, addresses, feeds, cells. Knows no model."""
