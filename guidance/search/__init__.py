"""The site's search: queries, spelling, synonyms, what can be found, Wagtail's back end."""
