"""Nobody fills a letter box, or asks through all accounts, by asking for new passwords."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client

from guidance.accounts.password_reset import FROM_ONE_SENDER, TO_ONE_ACCOUNT
from tests.guidance.accounts.authenticator import ADMIN, PASSWORD

pytestmark = pytest.mark.django_db
RESET = f"{ADMIN}password_reset/"


@pytest.fixture(autouse=True)
def uncounted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def ask(email: str, sender: str = "192.0.2.1") -> int:
    return Client().post(RESET, {"email": email}, REMOTE_ADDR=sender).status_code


def test_one_account_gets_few_letters_whoever_asks(boss: User) -> None:
    other = User.objects.create_user("mai", "mai@example.org", PASSWORD)

    statuses = {ask(boss.email, f"192.0.2.{n}") for n in range(TO_ONE_ACCOUNT + 2)}

    # The answer does not tell whether there was a letter, nor whether there is an account.
    assert statuses == {302} == {ask("nobody@example.org", "192.0.2.99")}
    assert [letter.to for letter in mail.outbox] == [[boss.email]] * TO_ONE_ACCOUNT
    ask(other.email, "192.0.2.99")
    assert mail.outbox[-1].to == [other.email]


def test_one_sender_asks_for_few_accounts(boss: User) -> None:
    statuses = [ask(f"nobody{n}@example.org") for n in range(FROM_ONE_SENDER)]
    assert set(statuses) == {302}

    assert ask(boss.email) == 429
    assert mail.outbox == []
    assert Client().get(RESET, REMOTE_ADDR="192.0.2.1").status_code == 200
    assert ask(boss.email, "192.0.2.2") == 302
    assert len(mail.outbox) == 1
