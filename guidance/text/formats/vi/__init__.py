"""Vietnamese, short enough for the middle of a sentence."""
