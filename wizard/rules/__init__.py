"""Which rules are in force: registry, snapshot, publication mark, change log, TOML files."""
