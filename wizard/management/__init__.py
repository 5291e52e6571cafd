"""Management of the self-assessment."""
