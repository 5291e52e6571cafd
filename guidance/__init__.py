"""The guidance site: pages, legal sources, localities, search."""
