"""Which records readers see: what is kept changes with them, and whoever saves one is in public."""

from __future__ import annotations

from django.db.models import Model

# Applications whose records readers can see; of some records they see nothing.
PUBLIC_APPS = {
    "guidance",
    "taggit",
    "wagtailcore",
    "wagtaildocs",
    "wagtailimages",
    "wagtailredirects",
    "wagtailsearchpromotions",
    "wizard",
}
UNSEEN = {
    "guidance.addresscheck",
    "guidance.demoaccount",
    "guidance.bundle",
    "guidance.bundleitem",
    "guidance.entrylink",
    "guidance.feedback",
    "guidance.proposal",
    "guidance.provincialeditor",
    "guidance.querywithoutresult",
    "guidance.readermessage",
    "guidance.role",
    "wizard.comment",
    "wizard.resultreport",
    "wagtailcore.comment",
    "wagtailcore.commentreply",
    "wagtailcore.modellogentry",
    "wagtailcore.pagelogentry",
    "wagtailcore.pagesubscription",
    "wagtailcore.referenceindex",
    "wagtailcore.revision",
    "wagtailcore.task",
    "wagtailcore.taskstate",
    "wagtailcore.uploadedfile",
    "wagtailcore.workflow",
    "wagtailcore.workflowstate",
    "wagtailimages.rendition",
    "wagtailsearchpromotions.query",
    "wagtailsearchpromotions.querydailyhits",
}


def readers_see(model: type[Model]) -> bool:
    """Whether anything of a model can be on a public page: saving it then changes the content."""
    return model._meta.app_label in PUBLIC_APPS and model._meta.label_lower not in UNSEEN
