"""The chooser of images: searching among those with a tag.

Wagtail filters by the tag's name, which its own index of images does not have: searching with a tag
chosen was an error of the server (Wagtail 8).
"""

from __future__ import annotations

from typing import Any

from wagtail.images import get_image_model
from wagtail.images.views.chooser import (
    BaseImageChooseView,
    ImageChooseResultsView,
    ImageChooserViewSet,
    ImageChooseView,
)

from guidance.delivery.misread import hands_on


class _AmongTagged:
    request: Any

    @hands_on
    def filter_object_list(self, objects: Any) -> Any:
        """Those with the tag, by their keys; then as for every chooser."""
        if tag := self.request.GET.get("tag"):
            tagged = get_image_model().objects.filter(tags__name=tag)
            objects = objects.filter(pk__in=list(tagged.values_list("pk", flat=True)))
        return super(BaseImageChooseView, self).filter_object_list(objects)  # type: ignore[misc]


class _Choose(_AmongTagged, ImageChooseView):
    pass


class _Results(_AmongTagged, ImageChooseResultsView):
    pass


class ImageChooser(ImageChooserViewSet):
    """In the place of Wagtail's own, whose names lead here as well."""

    choose_view_class = _Choose
    choose_results_view_class = _Results


image_chooser = ImageChooser(
    "wagtailimages_chooser", model=get_image_model(), url_prefix="images/chooser"
)
