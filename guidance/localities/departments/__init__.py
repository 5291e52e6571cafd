"""What a provincial department does here: keep its own locality true, and link to it."""
