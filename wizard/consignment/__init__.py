"""Several items at once: lines typed, pasted or uploaded, each judged like any single check."""
