"""The site's search: queries, what can be found, synonyms, Wagtail's back end."""
