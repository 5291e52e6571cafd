"""What readers send: whether a page was useful, and messages to the editors."""
