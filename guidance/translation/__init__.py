"""Translating pages and the admin: PO files, catalogues of packages, texts of the browser."""
