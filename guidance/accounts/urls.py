"""The addresses of the second factor, below the editors' side."""

from __future__ import annotations

from django.urls import path

from guidance.accounts import views

urlpatterns = [
    path("second-factor/", views.second_factor_view, name="second_factor"),
    path("second-factor/set-up/", views.set_up, name="second_factor_setup"),
    path("second-factor/codes/", views.recovery_codes, name="second_factor_codes"),
    path("second-factor/remove/", views.remove, name="second_factor_remove"),
    path("second-factor/reset/<int:pk>/", views.reset, name="second_factor_reset"),
]
