"""How editors sign in, and for how long."""

from __future__ import annotations

from datetime import timedelta

from guidance.settings import env

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "guidance.accounts.demo.DemoBackend",
    "django.contrib.auth.backends.ModelBackend",
]

# --- Guessing --------------------------------------------------------------------------------

# Wrong passwords and codes from one address, counted in the cache: nothing of anybody is stored.
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
# Without Redis each process counts for itself, so that guessing is a few times less slow.
SILENCED_SYSTEM_CHECKS = ["axes.W001"]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "guidance.delivery.rate_limit.client_address"

# --- Passwords -------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# A link to choose a password works once, and for a day.
PASSWORD_RESET_TIMEOUT = 24 * 3600

# --- The second factor -----------------------------------------------------------------------

# For whoever may publish. No environment variable turns this off.
SECOND_FACTOR_REQUIRED = True
# One account a role with a password on the console: in development only.
DEMO_ACCOUNTS = False

# --- Sessions --------------------------------------------------------------------------------

# Nobody stays signed in for longer than this, nor for this long without doing anything.
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", default=12) * 3600
SESSION_IDLE_SECONDS = env.number("SESSION_IDLE_MINUTES", default=60) * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
WAGTAILADMIN_USER_LOGIN_FORM = "guidance.accounts.forms.SignInForm"
