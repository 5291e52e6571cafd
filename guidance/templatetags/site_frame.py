"""What stands around every page, the bar of those who edit it, numbers that can be dialled."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar

from guidance.models import frame
from guidance.models.telephones import linked, zalo_address

register = template.Library()


@register.simple_tag
def site_frame() -> frame.Frame:
    """The name, menu and foot in the reader's language; read once for a version of the content."""
    return frame.site_frame()


@register.filter
def section_line(section: str) -> str:
    """The class of the line that the pages of a section have."""
    return frame.line_of(section)


@register.simple_tag
def known_site_name() -> str:
    """The name of the site as far as it is known without the database."""
    return frame.known_name()


@register.simple_tag(takes_context=True)
def user_bar(context: Context) -> str:
    """Wagtail's bar, for whoever is signed in to edit; nothing at all for everybody else.

    Whoever has no session is not asked about: the page stays the same for all of them, and kept.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return str(wagtailuserbar(context))


@register.filter
def phone_links(text: str) -> SafeString | str:
    """Each telephone number of a text as a link; what is none as it is."""
    found = [
        format_html('<a href="{}">{}</a>', link, shown) if link else shown
        for shown, link in linked(text or "")
    ]
    return format_html_join(", ", "{}", ((item,) for item in found))


@register.filter
def zalo_link(text: str) -> SafeString | str:
    """An account at Zalo as a link."""
    address = zalo_address(text) if text else ""
    return format_html('<a href="{}" rel="external">{}</a>', address, text) if address else text


@register.filter
def mail_link(text: str) -> SafeString | str:
    """An e-mail address as a link."""
    return format_html('<a href="mailto:{}">{}</a>', text, text) if text else ""
