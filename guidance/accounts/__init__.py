"""Who may do what on the editors' side, and how they sign in."""
