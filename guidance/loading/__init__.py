"""Brings the content files into the database without ever undoing an editor's work."""
