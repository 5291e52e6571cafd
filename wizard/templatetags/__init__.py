"""Template tags of the self-assessment."""
