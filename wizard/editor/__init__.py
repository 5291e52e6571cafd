"""The screens in Wagtail around the rules: layout, lists, comments, comparison, review."""
