"""Words: folding of accents, highlighting, readability, forms of dates. Knows no model."""
