"""The 34 provinces and cities: finder, tile map, and the departments' own side."""
