"""What stands around every page, a record for each language: name, menu, foot, operator."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Locale, Site

from guidance.delivery.last_known import LastKnown
from guidance.models.panels import explained
from guidance.models.telephones import validate_phones
from guidance.text.addresses import CONTENT, fixed_url
from guidance.text.languages import in_language, reader_language

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
                "menu": _("The main places, in their order. Empty: as shipped."),
                "foot": _("The links at the foot of every page. Empty: as shipped."),
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

    class Meta:
        """One for each language."""

        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = _("name, menu and foot")
        verbose_name_plural = _("name, menu and foot")

    def __str__(self) -> str:
        """The language by its own name."""
        return str(dict(settings.LANGUAGES).get(self.locale.language_code, self.locale))

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
    return replace(made, operator=operator, is_demonstration=not operator)


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
    """The entries that lead somewhere readers may go."""
    for child in stream:
        value = child.value
        if value["place"]:
            yield Entry(value["place"], value["label"], fixed_url(value["place"], language))
            continue
        page = value["page"]
        if page and page.live and not page.get_view_restrictions().exists():
            key = getattr(page.specific, "key", "")
            yield Entry(key, value["label"], page.get_url() or "/")
