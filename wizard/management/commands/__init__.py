"""Commands of the self-assessment."""
