"""A rule set or goods list while it is written: models, validation, preview, comparison."""
