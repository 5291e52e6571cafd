"""English as the world reads it, not only the United States."""
