"""What happens to a public request before and after its view: headers, caching, limits."""
