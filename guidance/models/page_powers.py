"""Who may do what with a page, where that is not as Wagtail has it."""

from __future__ import annotations

from wagtail.models import PagePermissionTester


class PagePowers(PagePermissionTester):
    """Wagtail's, except that changing or publishing a page does not mean deleting it."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Administrators delete; others a draft of their own with nothing below it.

        Wagtail asks with `ignore_bulk` whether a page may be moved.
        """
        allowed = bool(super().can_delete(ignore_bulk))
        if not allowed or ignore_bulk or self.user.is_superuser:
            return allowed
        if "bulk_delete" in self.permissions:
            return True
        is_own = self.page.owner_id == self.user.pk
        return is_own and not self.page.live and bool(self.page.is_leaf())
