"""Root addresses: the editors' side without a language, everything public below one."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.cache import never_cache
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from guidance import views
from guidance.accounts.history import HistoryView
from guidance.accounts.password_reset import PasswordResetView
from guidance.delivery.routing import page
from guidance.translation.js_catalog import browser_texts

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
    path(settings.ADMIN_PATH, include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Through Django, so that uploads have the strict security headers as well.
    re_path(r"^media/(?P<path>.+)$", views.media),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", views.sitemap, name="sitemap-part"),
    path("robots.txt", views.robots, name="robots"),
]

urlpatterns += i18n_patterns(
    path("check/", include("wizard.urls")),
    path("search/", views.search, name="search"),
    path("feedback/", views.feedback, name="feedback"),
    path("feedback/thanks/", views.feedback_thanks, name="feedback-thanks"),
    path("feed/", views.site_feed, name="feed"),
    path("untranslated/<int:page_id>/", views.untranslated, name="untranslated"),
    re_path(serve_pattern, page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
