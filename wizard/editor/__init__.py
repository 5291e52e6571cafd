"""The editors' side of the rules: forms, panels, comments and views in Wagtail."""
