"""What stands around every page, a record for each language: name, menu, foot, operator."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import HelpPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, Site, get_page_models

from guidance.delivery.last_known import LastKnown
from guidance.models.closed_pages import is_open
from guidance.models.panels import explained
from guidance.models.telephones import validate_phones
from guidance.text.addresses import CONTENT, VIEWS, fixed_url
from guidance.text.languages import in_language, language_name, reader_language

MENU, FOOT = "menu", "foot"
WORDS = ("name", "tagline", "description")
"""What a record says of the frame where its editors entered something."""
SHIPPED: Mapping[str, Any] = tomllib.loads((CONTENT / "frame.toml").read_text(encoding="utf-8"))
"""What stands around the pages, and which links are ready, where editors entered nothing."""
PLACES = [
    ("home", pgettext_lazy("place", "Home")),
    ("check", _("Check for yourself")),
    ("search", _("Search")),
]
"""What an entry may lead to that is no page."""


class EntryBlock(blocks.StructBlock):
    """An entry of a menu: its words, and a page of this language or a place that is no page."""

    label = blocks.CharBlock(max_length=40, label=_("Words shown"))
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    place = blocks.ChoiceBlock(choices=PLACES, required=False, label=_("Or a place"))

    class Meta:
        """How editors see it."""

        icon = "link"
        label = _("Entry")

    def clean(self, value: Any) -> Any:
        """Refuse an entry that leads nowhere, or to two places."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["place"]):
            raise blocks.struct_block.StructBlockValidationError(
                block_errors={
                    "page": ValidationError(gettext("Choose a page or a place, not both."))
                }
            )
        return cleaned


def entries(label: Any) -> StreamField:
    """A list of entries; empty means as shipped."""
    return StreamField([("entry", EntryBlock())], blank=True, verbose_name=label, max_num=8)


class SiteFrameForm(WagtailAdminModelForm):
    """Begins with what is in force, so that who adds an entry keeps the others.

    What is left as it comes with the product is stored as empty, and goes on following it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill in what the editors have not said otherwise."""
        super().__init__(*args, **kwargs)
        self.default = _as_fields(self.instance.locale) if self.instance.locale_id else {}
        for name, value in self.default.items():
            if name in self.fields and not getattr(self.instance, name):
                self.initial[name] = value

    def clean(self) -> dict[str, Any]:
        """Refuse entries that lead to another language."""
        cleaned: dict[str, Any] = super().clean()
        for name, value in self.default.items():
            found = cleaned.get(name)
            if name not in (MENU, FOOT):
                cleaned[name] = "" if found == value else found
            elif found is not None:
                self._refuse_other_languages(name, found)
                if _entry_values(found) == _entry_values(value):
                    cleaned[name] = []
        return cleaned

    def _refuse_other_languages(self, name: str, stream: Any) -> None:
        """Point at each entry whose page is one of another language."""
        locale = self.instance.locale_id
        wrong = {
            number: child.value["page"].locale.language_code
            for number, child in enumerate(stream)
            if child.value["page"] and child.value["page"].locale_id != locale
        }
        errors = {}
        for number, code in wrong.items():
            said = gettext("This page is in %(language)s. Choose the one of this menu’s language.")
            error = ValidationError(said % {"language": language_name(code)})
            errors[number] = blocks.struct_block.StructBlockValidationError(
                block_errors={"page": error}
            )
        if errors:
            self.add_error(name, blocks.StreamBlockValidationError(block_errors=errors))


class SiteFrame(models.Model):
    """The frame of the pages of one language; what is left empty is as shipped."""

    locale = models.OneToOneField(
        Locale,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("language"),
        editable=False,
    )
    name = models.CharField(_("name of the site"), max_length=60, blank=True)
    tagline = models.CharField(_("tagline"), max_length=80, blank=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    menu = entries(_("menu"))
    foot = entries(_("links in the foot"))
    note = models.TextField(_("note in the foot"), blank=True, max_length=600)
    phone = models.CharField(
        _("telephone"), max_length=80, blank=True, validators=[validate_phones]
    )
    email = models.EmailField(_("e-mail"), blank=True)
    operator = models.CharField(_("operator"), max_length=200, blank=True)
    mandate = models.TextField(_("mandate"), blank=True, max_length=2000)
    editorial_rules = models.TextField(_("editorial rules"), blank=True, max_length=4000)
    reviewers = models.TextField(_("reviewers"), blank=True, max_length=2000)

    panels: ClassVar[list[Panel]] = [
        HelpPanel(template="guidance/admin/frame_help.html"),
        MultiFieldPanel(
            explained(
                {
                    "name": _("In the header of every page and in its title."),
                    "tagline": _("In small letters below the name."),
                    "description": _("What search engines show of pages that have no summary."),
                }
            ),
            heading=_("Name"),
        ),
        *explained(
            {
                "menu": _(
                    "The main places, in their order. Remove all to have those that shipped."
                ),
                "foot": _(
                    "The links at the foot of every page. Remove all to have those that shipped."
                ),
                "note": _("A sentence of your own at the foot of every page."),
            }
        ),
        MultiFieldPanel(
            explained(
                {
                    "phone": _(
                        "As it is dialled in Viet Nam. Leave empty what must not be public."
                    ),
                    "email": _(
                        "The mailbox readers may write to; what they send by the form of the "
                        "contact page goes there as well. Leave empty what must not be public."
                    ),
                }
            ),
            heading=_("How readers reach you"),
        ),
        MultiFieldPanel(
            explained(
                {
                    "operator": _(
                        "Who answers for this site, by the full name. As long as no language has "
                        "one, every page says that it is a demonstration, run by nobody."
                    ),
                    "mandate": _("The act or decision that entitles the operator to publish this."),
                    "editorial_rules": _("How texts are written, checked and corrected."),
                    "reviewers": _("Who reviews the texts before they are published."),
                }
            ),
            heading=_("Who runs this site"),
        ),
    ]
    edit_handler = ObjectList(panels, base_form_class=SiteFrameForm)

    class Meta:
        """One for each language."""

        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = _("name, menu and foot")
        verbose_name_plural = _("name, menu and foot")

    def __str__(self) -> str:
        """The language by its own name."""
        return str(dict(settings.LANGUAGES).get(self.locale.language_code, self.locale))

    @admin.display(description=_("name of the site"))
    def name_in_force(self) -> str:
        """The name that readers of this language see."""
        return _made(self, self.locale.language_code).name

    def clean(self) -> None:
        """Refuse a record of no language: they are made with the languages."""
        super().clean()
        if not self.locale_id:
            raise ValidationError(gettext("Each language of the site has its record already."))


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a menu: the key of its place, what it says and where it leads."""

    key: str
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a page in one language."""

    name: str
    tagline: str
    description: str
    menu: Sequence[Entry]
    foot: Sequence[Entry]
    note: str = ""
    phone: str = ""
    email: str = ""
    operator: str = ""
    mandate: str = ""
    editorial_rules: str = ""
    reviewers: str = ""
    is_demonstration: bool = False
    """Whether nobody is named as the operator, as far as the database was asked."""


def site_frame() -> Frame:
    """The frame in the reader's language; as it was last while the database does not answer."""
    return _frames(reader_language())


def known_name() -> str:
    """The name of the site for a page that may ask no database.

    As this process last read it in the reader's language; as shipped where it has not.
    """
    return _frames.last(reader_language()).name


def recorded(language: str) -> SiteFrame | None:
    """What the editors of a language entered."""
    return SiteFrame.objects.filter(locale__language_code=language).first()


source: Callable[[str], SiteFrame | None] = recorded
"""Gives the record of a language; tests of pages that ask no database put another in its place."""


def _frame(language: str) -> Frame:
    made = _made(source(language), language)
    operator = made.operator or _named_elsewhere(language)
    return replace(
        made,
        menu=[entry for entry in made.menu if is_open(entry.url)],
        foot=[entry for entry in made.foot if is_open(entry.url)],
        operator=operator,
        is_demonstration=not operator,
    )


_frames = LastKnown("the frame", _frame, lambda language: _made(None, language))


def _named_elsewhere(language: str) -> str:
    """The operator as another language names it: whoever runs the site runs all of it."""
    others = (source(code) for code, _name in settings.LANGUAGES if code != language)
    return next((record.operator for record in others if record and record.operator), "")


def _made(record: SiteFrame | None, language: str) -> Frame:
    with override(language):
        shipped = Frame(
            name=gettext("Import and Origin Guide"),
            tagline=in_language(SHIPPED["tagline"], language),
            # It stands in an attribute, where no language can be marked.
            description=str.__str__(in_language(SHIPPED["description"], language)),
            menu=list(shipped_entries("menu", language)),
            foot=list(shipped_entries("foot", language)),
        )
    if record is None:
        return shipped
    return Frame(
        name=record.name or _named_in_settings() or shipped.name,
        tagline=record.tagline or shipped.tagline,
        description=record.description or shipped.description,
        menu=list(_entries(record.menu, language)) or shipped.menu,
        foot=list(_entries(record.foot, language)) or shipped.foot,
        note=record.note,
        phone=record.phone,
        email=record.email,
        operator=record.operator,
        mandate=record.mandate,
        editorial_rules=record.editorial_rules,
        reviewers=record.reviewers,
    )


def _as_fields(locale: Locale) -> dict[str, Any]:
    """What is in force where a record says nothing, as the fields of a record hold it."""
    language = locale.language_code
    frame = _made(SiteFrame(), language)
    found: dict[str, Any] = {name: getattr(frame, name) for name in WORDS}
    for name in (MENU, FOOT):
        pages = _pages([item["key"] for item in SHIPPED[name]], locale)
        values = [
            {
                "label": str(in_language(item["label"], language)),
                "page": pages.get(item["key"]),
                "place": item["key"] if item["key"] in VIEWS else "",
            }
            for item in SHIPPED[name]
        ]
        field: Any = SiteFrame._meta.get_field(name)
        led = [("entry", value) for value in values if value["page"] or value["place"]]
        found[name] = field.stream_block.normalize(led)
    return found


def _pages(keys: Sequence[str], locale: Locale) -> dict[str, Page]:
    """The pages of a language by the keys of their content files."""
    kinds = [model for model in get_page_models() if hasattr(model, "key")]
    return {
        page.key: page
        for kind in kinds
        for page in kind._default_manager.filter(locale=locale, key__in=keys)
    }


def _entry_values(stream: Any) -> list[tuple[str, Any, str]]:
    """What entries say and where they lead, whatever they are numbered."""
    found = [child.value for child in stream]
    return [
        (value["label"], value["page"] and value["page"].pk, value["place"] or "")
        for value in found
    ]


def shipped_entries(which: str, language: str) -> Iterator[Entry]:
    """The entries of the menu, of the foot or of the ready links that come with the product."""
    for item in SHIPPED[which]:
        key = item["key"]
        yield Entry(key, in_language(item["label"], language), fixed_url(key, language))


def section_of(url: str, language: str) -> str:
    """The entry of the shipped menu that an address belongs to."""
    home = fixed_url("home", language)
    above = ((item["key"], fixed_url(item["key"], language)) for item in SHIPPED["menu"])
    # A page that a language does not have is looked for at its home page.
    return next((key for key, place in above if place != home and url.startswith(place)), "")


def line_of(section: str) -> str:
    """The class of the line of a section: the colour of its pages."""
    lines = (item.get("line", "") for item in SHIPPED["menu"] if item["key"] == section)
    return next(lines, "")


def _named_in_settings() -> str:
    """The name that an administrator gave the site in Wagtail's own settings."""
    site = Site.objects.filter(is_default_site=True).first()
    name = site.site_name if site else ""
    return "" if name == settings.WAGTAIL_SITE_NAME else name


def _entries(stream: Any, language: str) -> Iterator[Entry]:
    """The entries that lead somewhere."""
    for child in stream:
        value = child.value
        if value["place"]:
            yield Entry(value["place"], value["label"], fixed_url(value["place"], language))
            continue
        page = value["page"]
        if page and page.live:
            key = getattr(page.specific, "key", "")
            yield Entry(key, value["label"], page.get_url() or "/")
