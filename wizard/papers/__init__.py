"""Papers made of a result and what a reader types: form, wording, DOCX, PDF; nothing is kept."""
