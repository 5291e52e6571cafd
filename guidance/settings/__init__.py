"""Settings: what every installation shares, and one overlay for each kind of installation."""
