"""What the public uses: situation, steps, forms, result, re-check, JSON."""
