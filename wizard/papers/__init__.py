"""Papers to be filed, of a result and what a reader types: form, DOCX, PDF; nothing is kept."""
