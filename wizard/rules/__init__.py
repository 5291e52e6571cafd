"""Which rules are in force: registry, snapshot, register of the law, change log, TOML."""
