"""Lists of goods by HS code: look-up by code or name, sheets in and out."""
