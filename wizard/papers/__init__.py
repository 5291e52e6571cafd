"""Papers to be filed, of a result and what a reader types: form, words, DOCX, PDF. Keeps nothing."""
