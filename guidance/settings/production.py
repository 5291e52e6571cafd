"""A public installation: HTTPS only, and no start without its secrets."""

from __future__ import annotations

from guidance.settings import env
from guidance.settings.base import *  # noqa: F403 - an overlay is the base and what differs

DEBUG = False
SECRET_KEY = env.required("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=[]) or [env.required("ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = WAGTAILADMIN_BASE_URL = env.required("SITE_URL").rstrip("/")

# HTTPS ends at the front server, which must set this header itself and drop the visitor's.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SILENCED_SYSTEM_CHECKS += [
    "security.W019",  # asks for X-Frame-Options DENY; page previews are frames of this site
    "security.W021",  # asks for HSTS preloading, which the owner of the whole domain decides
]

EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "webmaster@localhost")
