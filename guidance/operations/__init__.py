"""What an operator uses: serving, health, metrics, logs, back-up, storage of uploads."""
