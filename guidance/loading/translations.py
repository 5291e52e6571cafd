"""Makes loaded pages known to wagtail-localize as if their translations had been made in it.

So each has the translator's editor, PO files, and is told what changed. wagtail-localize would ask
the database for every text by itself, ten thousand times; here they are written at once.
"""

from __future__ import annotations

import json
import warnings
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize import models as localize
from wagtail_localize.segments import (
    OverridableSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

from guidance.loading.page_tree import Pages
from guidance.models.base import BasePage
from guidance.text.addresses import in_language
from guidance.text.languages import OFFICIAL

Values = Sequence[Any]


def adopt_translations(pages: Pages, loaded: Collection[tuple[str, str]]) -> int:
    """Make what wagtail-localize lacks, and renew what was loaded; return for how many originals.

    A translation whose passages are not those of its original, since an editor made it otherwise,
    keeps the plain form.
    """
    known = set(localize.TranslationSource.objects.values_list("object_id", flat=True))
    keys = {key for _language, key in loaded}
    originals = {
        key: page
        for (language, key), page in pages.items()
        if language == OFFICIAL and (page.translation_key not in known or key in keys)
    }
    if not originals:
        return 0
    with warnings.catch_warnings():
        # Of texts that are an address and nothing else.
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        _adopt(pages, originals, known)
    return len(originals)


def _adopt(pages: Pages, originals: Mapping[str, BasePage], known: Collection[Any]) -> None:
    new = {key: page for key, page in originals.items() if page.translation_key not in known}
    segments = {key: extract_segments(page) for key, page in originals.items()}
    sources = _Writer().sources({key: (page, segments[key]) for key, page in new.items()})
    for key, page in originals.items():
        if key not in new:
            sources[key] = localize.TranslationSource.objects.get(object_id=page.translation_key)
            sources[key].update_from_db()
    pairs = [
        (sources[key], segments[key], page)
        for (language, key), page in pages.items()
        if language != OFFICIAL and key in originals
    ]
    _Writer().translations(pairs, {page.pk: page for page in pages.values()})


@dataclass
class _Writer:
    """Writes texts and their places in few statements, each text once."""

    strings: dict[Any, localize.String] = field(default_factory=dict)
    templates: dict[Any, localize.Template] = field(default_factory=dict)
    contexts: dict[tuple[Any, str], localize.TranslationContext] = field(default_factory=dict)

    def sources(
        self, wanted: Mapping[str, tuple[BasePage, Values]]
    ) -> dict[str, localize.TranslationSource]:
        """The source of each page, with every text of it in its place."""
        kind = ContentType.objects.get_for_model(Page)
        localize.TranslatableObject.objects.bulk_create(
            [
                localize.TranslatableObject(translation_key=page.translation_key, content_type=kind)
                for page, _values in wanted.values()
            ],
            ignore_conflicts=True,
        )
        version = localize.get_schema_version(BasePage._meta.app_label)
        sources = {
            key: localize.TranslationSource(
                object_id=page.translation_key,
                locale_id=page.locale_id,
                specific_content_type=ContentType.objects.get_for_model(type(page)),
                object_repr=str(page)[:200],
                content_json=page.to_json(),
                schema_version=version,
                last_updated_at=timezone.now(),
            )
            for key, (page, _values) in wanted.items()
        }
        localize.TranslationSource.objects.bulk_create(sources.values())
        placed = [
            (sources[key], value) for key, (_page, values) in wanted.items() for value in values
        ]
        self._read_texts(placed)
        self._read_contexts(placed)
        rows: dict[type[Any], list[Any]] = defaultdict(list)
        for source, value in placed:
            row = self._segment(source, value)
            rows[type(row)].append(row)
        for model, found in rows.items():
            model.objects.bulk_create(found, batch_size=500)
        return sources

    def _read_texts(self, placed: Iterable[tuple[localize.TranslationSource, Any]]) -> None:
        for source, value in placed:
            if isinstance(value, StringSegmentValue):
                digest = localize.String._get_data_hash(value.string.data)
                self.strings[digest] = localize.String(
                    locale_id=source.locale_id, data_hash=digest, data=value.string.data
                )
            elif isinstance(value, TemplateSegmentValue) and value.template not in self.templates:
                # There are few, since most passages are one paragraph.
                self.templates[value.template] = localize.Template.from_value(value)
        locales = {text.locale_id for text in self.strings.values()}
        localize.String.objects.bulk_create(
            self.strings.values(), ignore_conflicts=True, batch_size=500
        )
        found = localize.String.objects.filter(locale__in=locales)
        self.strings = {text.data_hash: text for text in found}

    def _read_contexts(self, placed: Iterable[tuple[localize.TranslationSource, Any]]) -> None:
        for source, value in placed:
            path_id = localize.TranslationContext._get_path_id(value.path)
            # The name of the field is found when an editor first opens the page.
            self.contexts[source.object_id, value.path] = localize.TranslationContext(
                object_id=source.object_id, path=value.path, path_id=path_id
            )
        localize.TranslationContext.objects.bulk_create(
            self.contexts.values(), ignore_conflicts=True, batch_size=500
        )
        self.contexts = self._known_contexts({key for key, _path in self.contexts})

    def _known_contexts(
        self, objects: Collection[Any]
    ) -> dict[tuple[Any, str], localize.TranslationContext]:
        found = localize.TranslationContext.objects.filter(object_id__in=objects)
        return {(context.object_id, context.path): context for context in found}

    def _segment(self, source: localize.TranslationSource, value: Any) -> Any:
        place = {
            "source": source,
            "context": self.contexts[source.object_id, value.path],
            "order": value.order,
        }
        if isinstance(value, StringSegmentValue):
            digest = localize.String._get_data_hash(value.string.data)
            attrs = json.dumps(value.attrs, cls=DjangoJSONEncoder)
            return localize.StringSegment(**place, string=self.strings[digest], attrs=attrs)
        if isinstance(value, TemplateSegmentValue):
            return localize.TemplateSegment(**place, template=self.templates[value.template])
        if isinstance(value, OverridableSegmentValue):
            data = json.dumps(value.data, cls=DjangoJSONEncoder)
            return localize.OverridableSegment(**place, data_json=data)
        related, _created = localize.TranslatableObject.objects.get_or_create(
            content_type=value.content_type, translation_key=value.translation_key
        )
        return localize.RelatedObjectSegment(**place, object=related)

    def translations(
        self,
        pairs: Sequence[tuple[localize.TranslationSource, Values, BasePage]],
        pages: Mapping[int, BasePage],
    ) -> None:
        """What each page says as the translation of its original, text by text."""
        self.contexts = self._known_contexts({source.object_id for source, _, _ in pairs})
        digests = {
            localize.String._get_data_hash(value.string.data)
            for _source, values, _page in pairs
            for value in values
            if isinstance(value, StringSegmentValue)
        }
        locales = {source.locale_id for source, _values, _page in pairs}
        found = localize.String.objects.filter(locale__in=locales)
        self.strings = {text.data_hash: text for text in found if text.data_hash in digests}
        begun, others = [], []
        texts: dict[tuple[int, int, int], localize.StringTranslation] = {}
        for source, values, page in pairs:
            paired = pair(values, extract_segments(page), pages)
            begun.append(
                localize.Translation(
                    source=source, target_locale_id=page.locale_id, enabled=paired is not None
                )
            )
            for value, data in paired or ():
                context = self.contexts[source.object_id, value.path]
                if isinstance(value, StringSegmentValue):
                    text = self.strings[localize.String._get_data_hash(value.string.data)]
                    row = localize.StringTranslation(
                        translation_of=text,
                        locale_id=page.locale_id,
                        context=context,
                        data=data,
                        translation_type=localize.StringTranslation.TRANSLATION_TYPE_MANUAL,
                    )
                    texts.setdefault((text.pk, page.locale_id, context.pk), row)
                else:
                    others.append(
                        localize.SegmentOverride(
                            locale_id=page.locale_id, context=context, data_json=json.dumps(data)
                        )
                    )
        localize.Translation.objects.bulk_create(begun, ignore_conflicts=True)
        localize.StringTranslation.objects.bulk_create(
            texts.values(),
            batch_size=500,
            update_conflicts=True,
            unique_fields=["locale", "translation_of", "context"],
            update_fields=["data", "has_error", "field_error"],
        )
        for other in others:
            localize.SegmentOverride.objects.filter(
                locale_id=other.locale_id, context=other.context
            ).delete()
        localize.SegmentOverride.objects.bulk_create(others)


def pair(
    original: Values, translated: Values, pages: Mapping[int, BasePage]
) -> list[tuple[Any, Any]] | None:
    """Each text or value of an original that a translation says otherwise, and what it says there.

    None where the two have not the same passages.
    """
    texts, own_texts = _texts_by_path(original), _texts_by_path(translated)
    sizes, own_sizes = (
        {path: [len(value.attrs or ()) for value in values] for path, values in found.items()}
        for found in (texts, own_texts)
    )
    if sizes != own_sizes:
        return None
    found: list[tuple[Any, Any]] = []
    links: dict[tuple[str, str], str] = {}
    for path, values in texts.items():
        for value, own in zip(values, own_texts[path], strict=True):
            names = _same_links(value.attrs or {}, own.attrs or {}, pages)
            found.append((value, _renamed(own.string.data, names)))
            for name, same in names.items():
                links[path, str(value.attrs[same].get("href"))] = own.attrs[name].get("href")
    return [*found, *_other_values(original, translated, links, pages)]


def _other_values(
    original: Values,
    translated: Values,
    links: Mapping[tuple[str, str], str],
    pages: Mapping[int, BasePage],
) -> Iterator[tuple[Any, Any]]:
    """The values and addresses that a translation has of its own."""
    own = {value.path: value.data for value in translated if _is_override(value)}
    for value in original:
        if not _is_override(value):
            continue
        path, quote, _address = value.path.partition(".'")
        if quote:
            address = links.get((path, value.data)) or value.data
            if _official(address) != value.data:
                yield value, address
        elif _plain(own.get(path, value.data), pages) != _plain(value.data, pages):
            yield value, own[path]


def _texts_by_path(values: Values) -> dict[str, list[Any]]:
    found = defaultdict(list)
    for value in values:
        if isinstance(value, StringSegmentValue):
            found[value.path].append(value)
    return found


def _is_override(value: Any) -> bool:
    return isinstance(value, OverridableSegmentValue)


def _plain(value: Any, pages: Mapping[int, BasePage]) -> Any:
    """A value in which a page counts as the same in every language."""
    return pages[value].translation_key if isinstance(value, int) and value in pages else value


def _target(attrs: Mapping[str, Any], pages: Mapping[int, BasePage]) -> Any:
    """What a link leads to, the same in every language where the site knows it."""
    if attrs.get("linktype") == "page" and str(attrs.get("id", "")).isdigit():
        return _plain(int(attrs["id"]), pages)
    return _official(str(attrs.get("href", attrs)))


def _official(address: str) -> str:
    """An address of this site in Vietnamese; any other as it is."""
    return in_language(address, OFFICIAL) if address.startswith("/") else address


def _same_links(
    attrs: Mapping[str, Any], own: Mapping[str, Any], pages: Mapping[int, BasePage]
) -> dict[str, str]:
    """The name that each link of a translation has in its original: by target, else by place."""
    free = dict(attrs)
    names: dict[str, str] = {}
    for name, value in own.items():
        target = _target(value, pages)
        same = next((other for other in free if _target(free[other], pages) == target), None)
        if same is not None:
            names[name] = same
            del free[same]
    rest = [name for name in own if name not in names]
    return names | dict(zip(rest, free, strict=True))


def _renamed(data: str, names: Mapping[str, str]) -> str:
    """The text of a translation with its links named as in the original."""
    if all(name == same for name, same in names.items()):
        return data
    soup = BeautifulSoup(data, "html.parser")
    for element in soup.find_all(id=True):
        element["id"] = names[str(element["id"])]
    return str(soup)
