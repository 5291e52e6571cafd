"""The pages on which editors set up and use their second factor."""

from __future__ import annotations

from base64 import b32encode
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_otp import login as otp_login
from wagtail.admin import messages

from guidance.accounts import audit, second_factor
from guidance.accounts.forms import CodeForm
from guidance.text.qr_code import qr_svg


def _next(request: HttpRequest) -> str:
    """Where the editor was going, if that is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("wagtailadmin_home")


def _prove(request: HttpRequest, device: Any) -> None:
    """Let the session open what needs a second factor, under a new key."""
    request.session.cycle_key()
    otp_login(request, device)


def _refuse(request: HttpRequest, form: CodeForm) -> HttpResponseBase | None:
    """Count a wrong code like a wrong password; the answer to whoever guessed too often."""
    credentials = {"username": request.user.get_username()}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    audit.log_event(request.user, "guidance.second_factor.wrong")
    form.add_error("code", _("This code is not right, was used before, or came too soon."))
    is_allowed = AxesProxyHandler.is_allowed(request, credentials)
    return None if is_allowed else get_lockout_response(request, credentials=credentials)


def _locked(request: HttpRequest) -> HttpResponseBase | None:
    """The answer while codes from this address are refused unread."""
    credentials = {"username": request.user.get_username()}
    if AxesProxyHandler.is_allowed(request, credentials):
        return None
    return get_lockout_response(request, credentials=credentials)


def second_factor_view(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code; lead on who has nothing to ask for, or has given it."""
    if request.user.is_verified():  # type: ignore[union-attr]
        return _overview(request)
    if not second_factor.has_second_factor(request.user):
        return redirect(f"{reverse('second_factor_setup')}?{request.GET.urlencode()}")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if refused := _locked(request):
            return refused
        device = second_factor.verified_device(request.user, form.cleaned_data["code"])
        if device:
            _prove(request, device)
            audit.log_event(request.user, "guidance.second_factor.given")
            return redirect(_next(request))
        if refused := _refuse(request, form):
            return refused
    context = {"form": form, "next": _next(request)}
    return render(request, "guidance/accounts/code.html", context)


def _overview(request: HttpRequest) -> HttpResponse:
    context = {
        "codes_left": second_factor.recovery_codes_left(request.user),
        "may_remove": not second_factor.is_required_for(request.user),
    }
    return render(request, "guidance/accounts/overview.html", context)


def set_up(request: HttpRequest) -> HttpResponseBase:
    """Show the key; believe that it was stored once a code proves it."""
    user: Any = request.user
    if second_factor.has_second_factor(user) and not user.is_verified():
        return redirect("second_factor")
    device = second_factor.unconfirmed_device(user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if refused := _locked(request):
            return refused
        if second_factor.confirm(device, form.cleaned_data["code"]):
            _prove(request, device)
            audit.log_event(user, "guidance.second_factor.set_up")
            return _show_codes(request)
        if refused := _refuse(request, form):
            return refused
    context = {
        "form": form,
        "next": _next(request),
        "secret": b32encode(device.bin_key).decode(),
        "qr": qr_svg(device.config_url),
        "is_required": second_factor.is_required_for(user),
    }
    return render(request, "guidance/accounts/set_up.html", context)


def _show_codes(request: HttpRequest) -> HttpResponse:
    context = {"codes": second_factor.new_recovery_codes(request.user), "next": _next(request)}
    return render(request, "guidance/accounts/codes.html", context)


@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; this is the only time they are shown."""
    if not request.user.is_verified():  # type: ignore[union-attr]
        raise PermissionDenied
    audit.log_event(request.user, "guidance.second_factor.codes")
    return _show_codes(request)


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Go back to a password alone, where that is enough."""
    user: Any = request.user
    if not user.is_verified() or second_factor.is_required_for(user):
        raise PermissionDenied
    second_factor.remove(user)
    audit.log_event(user, "guidance.second_factor.removed")
    messages.success(request, _("The second factor was removed."))
    return redirect("wagtailadmin_account")


def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an administrator help whoever lost both telephone and recovery codes."""
    user: Any = request.user
    other = get_object_or_404(get_user_model(), pk=pk)
    may = user.is_superuser or (user.has_perm("auth.change_user") and not other.is_superuser)
    if not may or other == user or (second_factor.must_verify(user) and not user.is_verified()):
        raise PermissionDenied
    if request.method == "POST":
        second_factor.remove(other)
        audit.log_event(other, "guidance.second_factor.reset", by=user)
        messages.success(request, _("%(user)s will set up a new second factor.") % {"user": other})
        return redirect("wagtailusers_users:index")
    return render(request, "guidance/accounts/reset.html", {"other": other})
