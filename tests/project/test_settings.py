"""The settings keep their promises: no visitor cookie, strict headers, a safe production."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from guidance.settings import env

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "guidance.settings.production",
    "ALLOWED_HOSTS": "example.org",
    "SITE_URL": "https://example.org",
    "PROXY_COUNT": "1",
    "OPERATOR_EMAIL": "a@example.org",
    "EMAIL_HOST": "localhost",
    "DEFAULT_FROM_EMAIL": "a@example.org",
    "SECRET_KEY": "".join(chr(33 + number) for number in range(60)),
    # Browser tests of the same run may have set it.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("preferred", "language"), [("", "vi"), ("fr-CA,fr;q=0.9", "fr"), ("en", "en"), ("de", "vi")]
)
def test_the_root_leads_to_the_preferred_language_without_a_cookie(
    client: Client, preferred: str, language: str
) -> None:
    response = client.get("/", headers={"accept-language": preferred})

    assert response.status_code == 302
    assert response["Location"] == f"/{language}/"
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/vi/", "/en/check/", "/fr/no-such-page/", "/admin/login/"])
def test_every_answer_has_the_security_headers(client: Client, path: str) -> None:
    response = client.get(path)

    assert response["Permissions-Policy"].startswith("camera=()")
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/vi/", "/en/check/", "/fr/no-such-page/"])
def test_a_public_page_allows_no_inline_code_and_sets_no_cookie(client: Client, path: str) -> None:
    response = client.get(path)

    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert not response.cookies


@pytest.mark.django_db
def test_the_editors_side_has_its_own_policy(client: Client) -> None:
    policy = client.get("/admin/login/")["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy


def test_translating_a_page_never_publishes_it() -> None:
    assert settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE is False


def test_production_passes_the_deployment_checks() -> None:
    result = manage("check", "--deploy", "--fail-level", "WARNING", environment=PRODUCTION)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        ("", "8000", "http://localhost:8000"),
        ("0.0.0.0", "8551", "http://localhost:8551"),  # noqa: S104 - not bound
        ("127.0.0.1", "8551", "http://127.0.0.1:8551"),
        ("::1", "8551", "http://[::1]:8551"),
    ],
)
def test_links_lead_to_where_the_server_is(host: str, port: str, address: str) -> None:
    assert env.served_at(host, port) == address
    said = "from django.conf import settings; print(settings.WAGTAILADMIN_BASE_URL)"
    own = {"DJANGO_SETTINGS_MODULE": "guidance.settings.development", "SITE_URL": ""}
    result = subprocess.run(
        [sys.executable, "-c", said],
        cwd=ROOT,
        env={**os.environ, **own, "HOST": host, "PORT": port},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == address


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL"])
def test_production_refuses_to_start_without(missing: str) -> None:
    result = manage("check", environment={**PRODUCTION, missing: ""})

    assert result.returncode != 0
    assert f"Set the environment variable {missing}." in result.stderr
    assert "Traceback" not in result.stderr


def test_a_wrong_value_in_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "perhaps")
    monkeypatch.setenv("EMAIL_PORT", "twenty")
    monkeypatch.setenv("MEDIA_STORAGE_OPTIONS", "[1]")

    with pytest.raises(ImproperlyConfigured, match="DEBUG"):
        env.flag("DEBUG", default=False)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_PORT"):
        env.number("EMAIL_PORT", default=25)
    with pytest.raises(ImproperlyConfigured, match="MEDIA_STORAGE_OPTIONS"):
        env.mapping("MEDIA_STORAGE_OPTIONS")


def test_the_local_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret_key"

    first, second = env.local_secret(path), env.local_secret(path)

    assert first == second
    assert len(first) >= 50
    assert path.stat().st_mode & 0o077 == 0


def manage(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A management command with this environment on top of the present one."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
