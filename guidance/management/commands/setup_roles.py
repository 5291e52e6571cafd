"""Sets up the roles; may be run at any time."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from guidance.accounts.roles import setup_roles


class Command(BaseCommand):
    """Gives each role's group what it was never given; what administrators took away stays away."""

    help = "Makes the groups of the roles, their permissions and the legal review."

    def handle(self, **options: object) -> None:
        """Set up, and say how much that was."""
        given = setup_roles()
        if options["verbosity"] == 2:
            for line in given:
                self.stdout.write(f"  {line}")
        self.stdout.write(f"  roles: {len(given)} powers given" if given else "  roles: as before")
