"""Rule sets and goods lists as editors write, prove and publish them."""
