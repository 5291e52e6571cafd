"""What programs read to find pages: feeds, sitemaps, robots.txt."""
