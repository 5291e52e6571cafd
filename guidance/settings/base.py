"""What every installation shares. Only what differs from Django's and Wagtail's defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf.locale import LANG_INFO

from guidance.settings import env, logs, stores
from guidance.settings.accounts import *  # noqa: F403 - one matter, a file of its own
from guidance.text.formats.vi import formats as vi

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Everything an installation makes at run time: database, uploads, collected files, secret.
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- Applications ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "guidance",
    "wizard",
    "formtools",
    "wagtail_localize",
    # Takes the place of wagtail.locales: languages can then be kept in step.
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.embeds",
    "wagtail.sites",
    "guidance.accounts.apps.UsersAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    # Its catalogues: Wagtail says by its words how long ago a review was.
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    # Lets templates/django/forms/ replace Django's own field templates.
    "django.forms",
]

MIDDLEWARE = [
    # Before everything that costs.
    "guidance.delivery.public_cache.PublicCacheMiddleware",
    # Before the others, so that what the others answer themselves has the headers as well.
    "guidance.delivery.headers.SecurityHeadersMiddleware",
    "guidance.operations.health.HealthMiddleware",
    "guidance.delivery.request_line.RequestLineMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "guidance.delivery.headers.SharedCachingMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # What editors are sent; public pages are compressed once, by the cache above.
    "django.middleware.gzip.GZipMiddleware",
    "guidance.delivery.unavailable.ConcurrencyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "guidance.delivery.request_limits.RequestLimitsMiddleware",
    "guidance.delivery.visitor_input.VisitorInputMiddleware",
    "django.middleware.common.CommonMiddleware",
    "guidance.delivery.directions.DirectionsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "guidance.accounts.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
    # Last, because it calls the view: everything that may refuse a request comes before.
    "guidance.delivery.headers.AtomicAdminRequestMiddleware",
]

ROOT_URLCONF = "guidance.urls"
WSGI_APPLICATION = "guidance.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["guidance.templatetags.days", "guidance.templatetags.languages"],
            "context_processors": [
                "django.template.context_processors.request",
                # Both are for Wagtail's admin; neither touches the session until it is asked.
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database and cache ----------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {"default": stores.database(VAR_DIR)}
if "postgresql" in DATABASES["default"]["ENGINE"]:
    # Imports psycopg, so only where PostgreSQL is used.
    INSTALLED_APPS.append("django.contrib.postgres")
CACHES: dict[str, dict[str, Any]] = {"default": stores.cache(), "pages": stores.pages()}
# Bytes of a page as it is sent; a larger one is made for each who asks.
LARGEST_KEPT_PAGE = 200_000

# What shared caches, such as nginx in front, may do with a public page. They are not told of a
# change, so nobody is shown what was so more than two seconds before, unless the site fails.
SHARED_CACHE: dict[str, Any] = {
    "public": True,
    "max_age": 0,
    "s_maxage": env.number("SHARED_CACHE_SECONDS", default=1),
    "stale_while_revalidate": 1,
    "stale_if_error": 86_400,
}
# Threads of each server process that answer requests.
THREADS = env.number("THREADS", default=16)

# --- Languages -------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English"), ("fr", "Français")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# How a language is written, for link previews and word processors; others go by their code.
LANGUAGE_TAGS = {"vi": "vi-VN", "en": "en-GB", "fr": "fr-FR"}
# What readers from abroad are most likely to read: keys are made of its words, goods have names in
# it that everybody knows, and who finds a weakness is led to its pages.
INTERNATIONAL_LANGUAGE = "en"
# Where the first content of a language lies, if not in guidance/content/<language>.
CONTENT_FOLDERS: dict[str, Path] = {}
# Ours come first; below them, what the packages leave untranslated (`report_translations`).
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "wagtail"]
# Who has chosen none gets that of the browser, or Vietnamese.
# It asks Django for the name of each: one that Django does not know cannot be chosen.
WAGTAILADMIN_PERMITTED_LANGUAGES = [pair for pair in LANGUAGES if pair[0] in LANG_INFO]
FORMAT_MODULE_PATH = ["guidance.text.formats"]
# Of days in a language for which nobody has said how it writes them.
DATE_FORMAT = SHORT_DATE_FORMAT = vi.DATE_FORMAT
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = vi.DATETIME_FORMAT
# Of days in the boxes of forms, in every language; years first are read as well.
DATE_INPUT_FORMATS, DATETIME_INPUT_FORMATS = vi.DATE_INPUT_FORMATS, vi.DATETIME_INPUT_FORMATS
FIRST_DAY_OF_WEEK = vi.FIRST_DAY_OF_WEEK
WAGTAIL_DATE_FORMAT, WAGTAIL_DATETIME_FORMAT = DATE_INPUT_FORMATS[0], DATETIME_INPUT_FORMATS[0]
TIME_ZONE = "Asia/Ho_Chi_Minh"
WAGTAIL_I18N_ENABLED = True
# True publishes untranslated text at once, and translating a subtree then leaves its pages
# unreachable (wagtail-localize issue 773).
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# What waits in a bundle goes live with the others, not when it is approved.
WAGTAIL_FINISH_WORKFLOW_ACTION = "guidance.editing.bundles.workflow.finish_workflow"

# --- Static files and uploads ----------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Uploads live on the local disk unless a storage class is named.
_MEDIA_STORAGE = env.text("MEDIA_STORAGE", "")
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": _MEDIA_STORAGE or "django.core.files.storage.FileSystemStorage",
        "OPTIONS": env.mapping("MEDIA_STORAGE_OPTIONS"),
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Security --------------------------------------------------------------------------------

ADMIN_PATH = env.text("ADMIN_PATH", "admin/").strip("/") + "/"
# Page previews in the admin are frames of this same site.
X_FRAME_OPTIONS = "SAMEORIGIN"

# The names are those of Django 6; guidance.delivery.headers turns them into the header.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
# Wagtail's admin has inline scripts and styles (wagtail issue 1288) and frames its previews.
SECURE_CSP_ADMIN = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "object-src": ["'none'"],
    "form-action": ["'self'"],
    "base-uri": ["'self'"],
    "frame-ancestors": ["'self'"],
}
SECURITY_HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Only the forms of Wagtail's admin need the token, and they have it in the page.
CSRF_COOKIE_HTTPONLY = True

# How many front servers of ours add to X-Forwarded-For; what visitors write there is not read.
PROXY_COUNT = env.number("PROXY_COUNT", default=0)
# What `check --deploy` asks every public installation to say.
EXPECTED = ("PROXY_COUNT", "SITE_URL", "OPERATOR_EMAIL", "EMAIL_HOST", "DEFAULT_FROM_EMAIL")
NOT_SET = [name for name in EXPECTED if not env.text(name, "")]
# Where whoever runs the site is reached; security.txt says so, unless another address is named.
OPERATOR_EMAIL = env.text("OPERATOR_EMAIL", "")
SECURITY_CONTACT = env.text("SECURITY_CONTACT", OPERATOR_EMAIL)
# Forms with more fields than others, by the end of their address: the bytes they may send. All of
# it stays in memory: it is less than FILE_UPLOAD_MAX_MEMORY_SIZE.
LARGER_FORMS = {
    r"/check/(?:[-a-z0-9]+/)?papers/": 2400 * 1024,
    r"/check/(?:[-a-z0-9]+/)?consignment/": 2400 * 1024,
}
# What one address may ask of Django itself. An office of fifty may share one, each of whom may
# search ten times a minute for what nobody searched before. 0 is without limit.
PER_MINUTE = {
    "search": env.number("SEARCHES_PER_MINUTE", default=600),
    "data": env.number("DATA_PER_MINUTE", default=600),
}

# --- Wagtail ---------------------------------------------------------------------------------

# As the header of the Vietnamese pages says it.
WAGTAIL_SITE_NAME = "Cẩm nang Nhập khẩu và Xuất xứ"
# The site's own address; empty if it is reached by whatever name a machine has in its network.
SITE_URL = env.text("SITE_URL", "").rstrip("/")
# Without one the links of letters lead to where `make run` serves, with the same HOST and PORT.
WAGTAILADMIN_BASE_URL = SITE_URL or env.served_at(env.text("HOST", ""), env.text("PORT", "8000"))
# Pages for those who have an account: through the one door there is, with its second factor.
WAGTAIL_FRONTEND_LOGIN_URL = f"/{ADMIN_PATH}login/"
# Slugs are the title in ASCII, so that an address can be typed and said.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# What else the home screen of editors says: dotted paths of functions, of days ahead from a user
# and two days, and of what waits from a user.
GUIDANCE_DATES_PROVIDERS = ["wizard.editor.dates_ahead.dates_ahead"]
GUIDANCE_WAITING_PROVIDERS = ["wizard.editor.dates_ahead.waiting"]
# Whether offices in Viet Nam work on a day: a dotted path of a function from a date.
GUIDANCE_WORKING_DAY = "wizard.rules.working_days.is_working_day"
# In how many working days editors answer what is proposed to them; how long a department may use
# the link it is sent.
PROPOSAL_WORKING_DAYS = env.number("PROPOSAL_WORKING_DAYS", default=10)
ENTRY_LINK_DAYS = env.number("ENTRY_LINK_DAYS", default=14)
# What else the search finds: dotted paths of functions from a language to entries.
GUIDANCE_SELF_ASSESSMENTS = "wizard.assessment.search_entries.self_assessments"
GUIDANCE_SEARCH_PROVIDERS = [
    "wizard.assessment.search_entries.entries",
    "guidance.models.corrections.search_entries",
]
# What else understands a query: dotted paths of functions from query and language to entries.
GUIDANCE_SEARCH_ANSWERS = ["wizard.assessment.search_entries.answers"]
# No request to a third party, from a browser or from here.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "guidance.search.backend"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "guidance.editing.uploads.DocumentForm"
# Through Wagtail's view, which asks who may read it, wherever the file lies.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Saved, never shown as a page of this site.
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
# Not SVG: it may hold programs.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# All frames together; four bytes each while an image is made smaller.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "guidance.editing.uploads.ImageForm"
# A page with a long body, or a rule set, has more form fields than Django's default allows.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- Logging ---------------------------------------------------------------------------------

LOGGING = logs.logging()
# Counts for Prometheus at /metrics; whoever faces the internet keeps that address inside.
METRICS = env.flag("METRICS", default=False)
if METRICS:
    MIDDLEWARE.insert(0, "guidance.operations.metrics.CountingMiddleware")
