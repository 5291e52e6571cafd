"""One real object of each kind that the editors' side has an address for."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import Model
from PIL import Image as Picture
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, Page, Task, UploadedFile, Workflow
from wagtail_localize.models import Translation, TranslationSource

from guidance.accounts import roles
from guidance.models import (
    Bundle,
    Correction,
    Feedback,
    GlossaryTerm,
    Locality,
    Proposal,
    ProvincialEditor,
    QueryWithoutResult,
    ReaderMessage,
)
from tests.checking import FIRST, MAIN
from wizard.decision.parse import dump
from wizard.drafts.importing import import_goods_list, import_rule_set
from wizard.goods.lookup import shipped_mappings
from wizard.models import Comment, GoodsListDocument, ResultReport, RuleSetDocument

# Arguments that are no object, or name a kind of object instead of one.
WORDS = {
    "action": "delete",
    "action_name": "copy",
    "app_label": "guidance",
    "app_name": "guidance",
    "content_type_app_name": "guidance",
    "filter_spec": "width-100",
    "kind": "csv",
    "mode": "",
    "path": "state/",
    "token": "a-b",
    "uidb64": "MQ",
}

# What the views are about that do not say so themselves.
KINDS: dict[str, Any] = {
    "rulesetdocument": RuleSetDocument,
    "goodslistdocument": GoodsListDocument,
    "bundles/": Bundle,
    "guidance/locality/link/": Locality,
    "proposal/edit/": Proposal,
    "querywithoutresult/promote/": QueryWithoutResult,
    "second-factor/": User,
    "workflows/tasks/": Task,
    "workflows/": Workflow,
    "main/pages/": Page,
    "main/images/": Image,
    "main/documents/": Document,
}


def make_objects(user: User) -> dict[str, Model]:
    """What is not among the content: one of each, by the name of the argument that asks for it."""
    picture = io.BytesIO()
    Picture.new("RGB", (9, 9)).save(picture, "PNG")
    image = Image.objects.create(title="a", file=ContentFile(picture.getvalue(), "a.png"))
    document = Document.objects.create(title="a", file=ContentFile(b"a", "a.txt"))
    upload = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(Document),
        file=ContentFile(b"a", "b.txt"),
        uploaded_by_user=user,
    )
    page = Page.objects.get(slug="glossary", locale__language_code="en")
    page.specific.save_revision()
    source, _made = TranslationSource.update_or_create_from_instance(page.specific)
    translation = Translation.objects.filter(source=source).first() or Translation.objects.create(
        source=source, target_locale_id=Page.objects.filter(slug="thuat-ngu")[0].locale_id
    )
    Feedback.objects.create(path="/", is_useful=True)
    QueryWithoutResult.record("nothing", "en")
    Proposal.objects.create(language="en", text="a", source="a", email="a@example.org")
    Correction.objects.create(assessment=MAIN, wrong={"vi": "a"}, right={"vi": "a"})
    ReaderMessage.objects.create(language="en", text="a", email="a@example.org")
    ResultReport.objects.create(
        ruleset=MAIN,
        query="state=new",
        outcome="not-covered",
        ruleset_version=1,
        language="en",
        message="a",
    )
    ProvincialEditor.objects.create(user=user, locality=Locality.objects.all()[0])
    Bundle.objects.create(title="a")
    import_goods_list(shipped_mappings()[0])
    rules = import_rule_set({**dump(FIRST), "version": 99})
    return {
        **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk"), page),
        **dict.fromkeys(("document_id", "doc_id"), document),
        "comment": Comment.objects.create(document=rules, text="a"),
        "collection_id": Collection.objects.all()[0],
        "destination_id": page.get_parent(),
        "image_id": image,
        "object_id": page,
        "query_id": Query.get("a"),
        "redirect_id": Redirect.objects.create(old_path="/a", redirect_link="/b"),
        "translation_id": translation,
        "translation_source_id": source,
        "uploaded_file_id": upload,
    }


def filled(route: str, view: Callable[..., Any], objects: dict[str, Model]) -> str:
    """The route with an object of its view's kind where it wants one."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in WORDS:
            return WORDS[name]
        if name in {"model_name", "content_type_model_name"}:
            is_of_pages = "content_type_model_name" in route or "ping" in route
            return "glossarypage" if is_of_pages else "glossaryterm"
        if name in objects:
            return str(objects[name].pk)
        thing = first_of(route, view)
        if name.startswith("revision_id"):
            thing = thing if "<pk>" in route else objects["page_id"]
            return str(getattr(thing, "latest_revision_id", 1))
        return str(thing.pk if name == "pk" else 1)

    return re.sub(r"<(\w+)>", value, route)


def first_of(route: str, view: Callable[..., Any]) -> Any:
    """An object of the kind that a view is about; a term stands for a record as such."""
    made = view.view_class(**view.view_initkwargs) if hasattr(view, "view_class") else None
    model = getattr(made, "model_class", None) or getattr(made, "model", None)
    model = model or next((kind for part, kind in KINDS.items() if part in route), GlossaryTerm)
    if isinstance(model, str):
        model = apps.get_model(model)
    if model is User:
        return User.objects.get(username="somebody")
    if model is Page:
        return Page.objects.get(slug="glossary", locale__language_code="en")
    return model._default_manager.order_by("-pk").first()


def make_people() -> dict[str, User]:
    """Somebody in each role whose rights differ; one translator stands for all of them."""
    roles.setup_roles()
    User.objects.create_user("somebody", password=None)
    people = {}
    for key in (*roles.NAMES, roles.translator("en")):
        people[key] = User.objects.create_user(key, f"{key}@example.org", None)
        group = roles.group_of(key)
        assert group
        people[key].groups.add(group)
    place = Locality.objects.all()[1]
    ProvincialEditor.objects.create(user=people[roles.PROVINCIAL_EDITOR], locality=place)
    return people
