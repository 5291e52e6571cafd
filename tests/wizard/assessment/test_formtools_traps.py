"""The traps of formtools, one by one: used plainly, it loses answers or fails at each."""

from __future__ import annotations

from django.test import Client

from tests.wizard.assessment.pages import Page
from tests.wizard.assessment.stories import PERMITTED, asked, check, result, walk

RELOCATION = {"state": "used", "goods": "8471", "purpose": "relocation"}
GROUP = {**RELOCATION, "same-organisation": "same-group"}
STALE = {**GROUP, "means-of-production": "yes", "research-activity": "yes"}


def test_an_answer_to_a_question_off_the_path_is_not_counted(client: Client) -> None:
    answers = {**STALE, "purpose": "other"}

    response = client.get(check("result/", answers), follow=True)

    assert response.context["verdict"].outcome == "prohibited"
    assert asked(response.redirect_chain[-1][0])[1].keys() == {
        "state",
        "goods",
        "purpose",
        "left-out",
        "v",
        "on",
    }


def test_a_question_opened_only_by_a_stale_answer_is_not_asked(client: Client) -> None:
    # The first answer changes; the second, which opened the third, is hidden with it.
    response = client.post(check("state/", GROUP), {"answer": "new"})

    step, answers = asked(response["Location"])
    assert step == "result"
    assert answers["state"] == "new"
    assert "same-organisation" not in answers


def test_two_tabs_keep_their_answers_apart(client: Client) -> None:
    first = client.post(check("state/"), {"answer": "used"})
    second = client.post(check("state/"), {"answer": "refurbished"})

    on_in_first = client.post(first["Location"], {"text": "8471"})
    on_in_second = client.post(second["Location"], {"answer": "no"})

    assert asked(on_in_first["Location"]) == ("purpose", {"state": "used", "goods": "8471"})
    assert asked(on_in_second["Location"]) == (
        "goods",
        {"state": "refurbished", "fta-remanufactured": "no"},
    )


def test_a_form_is_still_taken_after_another_tab_removed_its_step(client: Client) -> None:
    walk(client, {"state": "new"})

    response = client.post(check("means-of-production/", GROUP), {"answer": "yes"})

    assert asked(response["Location"])[0] == "result"


def test_a_form_of_a_step_that_left_the_path_leads_on(client: Client) -> None:
    answers = {**RELOCATION, "purpose": "research"}

    response = client.post(check("same-organisation/", answers), {"answer": "same-entity"})

    assert response.status_code == 302
    assert asked(response["Location"]) == ("research-activity", answers)


def test_a_form_of_a_step_that_a_deploy_renamed_leads_to_the_first_open_question(
    client: Client,
) -> None:
    address = check("intended-use/", {"state": "used", "goods": "8471", "intended-use": "old"})

    response = client.post(address, {"answer": "relocation"})

    assert response.status_code == 302
    kept = {"state": "used", "goods": "8471", "left-out": "1"}
    assert asked(response["Location"]) == ("purpose", kept)


def test_a_choice_that_a_deploy_removed_is_asked_again_and_said(client: Client) -> None:
    response = client.get(check("purpose/", {"state": "used", "goods": "8471", "purpose": "gone"}))

    page = Page(response)
    assert response.status_code == 200
    assert "dropped-title" in page.ids
    assert page.chosen("answer") == []


def test_no_management_form_is_needed(client: Client) -> None:
    response = client.post(check("state/"), {"answer": "used"})

    assert response.status_code == 302


def test_the_address_alone_says_which_step_is_answered(client: Client) -> None:
    hidden = {"question_view-current_step": "purpose", "mgmt-current_step": "purpose"}

    response = client.post(check("state/"), {"answer": "used", **hidden})

    assert asked(response["Location"]) == ("goods", {"state": "used"})


def test_a_step_to_go_to_in_the_form_is_ignored(client: Client) -> None:
    address = check("purpose/", {"state": "used", "goods": "8471"})

    response = client.post(address, {"answer": "research", "wizard_goto_step": "state"})

    step, answers = asked(response["Location"])
    assert step == "research-activity"
    assert answers["purpose"] == "research"


def test_asking_for_a_reset_forgets_nothing(client: Client) -> None:
    response = client.get(check("purpose/", {"state": "used", "goods": "8471", "reset": "1"}))

    assert response.status_code == 200
    assert dict(response.context["situation"].given) == {"state": "used", "goods": "8471"}


def test_a_result_stays_when_it_is_loaded_again(client: Client) -> None:
    first = client.get(result(PERMITTED))
    again = client.get(result(PERMITTED))

    assert first.status_code == again.status_code == 200
    assert first.content == again.content


def test_another_visitor_sees_the_same_result(client: Client) -> None:
    mine = client.get(result(PERMITTED))

    theirs = Client().get(result(PERMITTED))

    assert theirs.content == mine.content


def test_going_back_by_the_browser_and_answering_anew_works(client: Client) -> None:
    before = check("purpose/", {"state": "used", "goods": "8471"})
    client.post(before, {"answer": "other"})

    response = client.post(before, {"answer": "warranty"})

    assert asked(response["Location"])[0] == "result"
    assert asked(response["Location"])[1]["purpose"] == "warranty"


def test_an_altered_address_counts_only_what_the_rules_offer(client: Client) -> None:
    altered = {"state": "used", "goods": "8471", "purpose": "relocation'--", "admin": "1"}

    response = client.get(check("purpose/", altered))

    assert response.status_code == 200
    assert response.context["situation"].given == {"state": "used", "goods": "8471"}
    assert response.context["situation"].dropped == 2


def test_a_choice_that_was_not_offered_is_refused_with_a_reason(client: Client) -> None:
    response = client.post(check("state/"), {"answer": "stolen"})

    assert response.status_code == 200
    assert "answer" in response.context["form"].errors
