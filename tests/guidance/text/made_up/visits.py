"""Starts the site with the made-up language and writes what it answers, as JSON, to a file.

Run in a process of its own: which languages there are is settled when Django starts.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

ADDRESSES = {
    "home": "/tlh/",
    "home in English": "/en/",
    "guidance": "/tlh/used-it/",
    "locality": "/tlh/localities/ha-noi/",
    "another locality": "/tlh/localities/da-nang/",
    "source": "/tlh/legal-sources/circular-26-2025-tt-bkhcn/",
    "search": "/tlh/search/?q=Th%C3%B4ng+t%C6%B0+26",
    "feed": "/tlh/feed/",
    "checks": "/tlh/check/",
    "start": "/tlh/check/circular-26-2025/",
    "question": "/tlh/check/circular-26-2025/state/",
    "rules": "/tlh/check/circular-26-2025/rules/",
    "data": "/tlh/check/circular-26-2025/result.json?state=new",
    "sitemap index": "/sitemap.xml",
    "sitemap": "/sitemap-tlh-1.xml",
}


def prepare(folder: Path) -> None:
    """Bring the language into a site that runs, as `make run` does; whatever fails ends this."""
    from tests.prepared import copy_loaded

    database = folder / "db.sqlite3"
    copy_loaded(database)
    settings.DATABASES["default"]["NAME"] = str(database)
    django.setup()
    call_command("check")
    call_command("migrate", check_unapplied=True, verbosity=0)
    call_command("makemigrations", check_changes=True, verbosity=0)
    call_command("load_rulesets", stdout=sys.stderr)
    call_command("load_content", stdout=sys.stderr)
    call_command("setup_roles", stdout=sys.stderr)


def write_texts() -> None:
    """Write three texts of records, as a translator does in the admin."""
    from guidance.models import GlossaryTerm, LegalSource, Locality

    for model, name, wanted, text in (
        (LegalSource, "title", {"slug": "circular-26-2025-tt-bkhcn"}, "mu’ vagh"),
        (Locality, "name", {"slug": "ha-noi"}, "Ha noy"),
        (GlossaryTerm, "term", {"key": "used-goods"}, "mu’ jav"),
    ):
        record: Any = model._default_manager.get(**wanted)
        setattr(record, name, {**getattr(record, name), "tlh": text})
        record.save()


def visits() -> dict[str, tuple[int, str]]:
    """What each place answers: its status and its content."""
    from tests.wizard.assessment.stories import PERMITTED, walk

    client = Client()
    addresses = {**ADDRESSES, "result": walk(client, PERMITTED, "tlh")}
    found = {name: ask(client, address) for name, address in addresses.items()}
    client.force_login(administrator())
    return {**found, "report": ask(client, reverse("guidance_reports:languages"))}


def ask(client: Client, address: str) -> tuple[int, str]:
    """Status and content of one address."""
    response = client.get(address)
    return response.status_code, b"".join(response).decode()


def administrator() -> Any:
    """Somebody who may see everything."""
    from django.contrib.auth import get_user_model

    return get_user_model().objects.create_superuser("root", "root@example.org", "secret")


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
    write_texts()
    sys.stdout.write(json.dumps(visits()))
