"""What readers send: whether a page was useful."""
