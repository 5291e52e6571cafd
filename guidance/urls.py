"""Root addresses: the editors' side without a language, everything public below one."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail.views import authenticate_with_password

from guidance.accounts.history import HistoryView
from guidance.accounts.password_reset import PasswordResetView
from guidance.delivery import media
from guidance.delivery.routing import page
from guidance.discovery import views as discovery
from guidance.editing.design_system import design_system
from guidance.editing.page_views import ADDRESSES as PAGE_VIEWS
from guidance.feedback import proposals
from guidance.feedback import views as feedback
from guidance.localities.departments import entry
from guidance.search import views as search
from guidance.translation import views as translation
from guidance.translation.js_catalog import browser_texts
from guidance.translation.workbench import page_named

handler500 = "guidance.delivery.unavailable.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{settings.ADMIN_PATH}jsi18n/", browser_texts),
    path(f"{settings.ADMIN_PATH}localize/jsi18n/", browser_texts),
    # In the place of Wagtail's own, whose names lead here as well.
    path(f"{settings.ADMIN_PATH}password_reset/", PasswordResetView.as_view()),
    path(
        f"{settings.ADMIN_PATH}reports/site-history/",
        never_cache(require_admin_access(HistoryView.as_view())),
    ),
    path(
        f"{settings.ADMIN_PATH}api/main/pages/<int:pk>/",
        never_cache(require_admin_access(page_named)),
    ),
    *(
        path(
            f"{settings.ADMIN_PATH}pages/{address}",
            never_cache(require_admin_access(view.as_view())),
        )
        for address, view in PAGE_VIEWS.items()
    ),
    path(settings.ADMIN_PATH, include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Through Django, so that uploads have the strict security headers as well.
    re_path(r"^media/(?P<path>.+)$", media.media),
    path("sitemap.xml", discovery.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", discovery.sitemap, name="sitemap-part"),
    path("robots.txt", discovery.robots, name="robots"),
    path("favicon.ico", discovery.icon, {"name": "favicon.ico"}),
    path("apple-touch-icon.png", discovery.icon, {"name": "apple-touch-icon.png"}),
    path("apple-touch-icon-precomposed.png", discovery.icon, {"name": "apple-touch-icon.png"}),
    path(".well-known/security.txt", discovery.security_txt),
    path("security.txt", RedirectView.as_view(url="/.well-known/security.txt")),
]

urlpatterns += i18n_patterns(
    path("check/", include("wizard.urls")),
    path("search/", search.search, name="search"),
    path("search/suggestions.json", search.suggestions, name="search-suggestions"),
    path("design-system/", design_system, name="design-system"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("feedback/thanks/", feedback.feedback_thanks, name="feedback-thanks"),
    path("message/", feedback.message, name="message"),
    path("message/thanks/", feedback.message_thanks, name="message-thanks"),
    path("propose/", proposals.propose, name="propose"),
    path("propose/thanks/", proposals.thanks, name="propose-thanks"),
    path("our-entry/thanks/", entry.thanks, name="entry-thanks"),
    path("our-entry/<str:token>/", entry.entry, name="entry-link"),
    path("feed/", discovery.site_feed, name="feed"),
    path("untranslated/<int:page_id>/", translation.untranslated, name="untranslated"),
    # Before all pages, whose pattern fits it as well.
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        authenticate_with_password,
    ),
    re_path(serve_pattern, page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
