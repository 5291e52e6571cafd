"""One form per question, made from the rule set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guidance.text.collation import sort_key
from guidance.text.countries import sorted_countries
from guidance.text.days import day as day_in_words
from guidance.text.languages import in_language, reader_language
from wizard.decision import kinds
from wizard.decision.ruleset import DONT_KNOW, Question
from wizard.decision.standing import JOIN
from wizard.goods.codes import LONGEST_INPUT, CodeError, read_code, write_code
from wizard.goods.lookup import GoodsList, Product, fold
from wizard.rules import places

from .storage import FIELD

DONT_KNOW_LABEL = _("I don’t know")
REPORT_LENGTH = 2000


def localized(text: Mapping[str, str] | None) -> str:
    """Give a text of the rules in the language of the page, or in Vietnamese, marked as such."""
    return in_language(text, reader_language()) if text else ""


class Label(str):
    """The label of a choice, with a hint below it and more words by which a filter finds it."""

    text: str
    hint: str
    terms: str

    def __new__(cls, text: str, hint: str = "", terms: str = "") -> Label:
        """Make a label that is still just its text wherever a text is wanted."""
        label = super().__new__(cls, text)
        label.hint = hint
        label.terms = terms
        label.text = text
        return label

    def __html__(self) -> SafeString:
        """Mark the words where they are in another language than the page's."""
        return conditional_escape(self.text)


class ChoiceForm(forms.Form):
    """A question answered by one of its choices, or by "I don't know"."""

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        """Offer the choices of the question."""
        super().__init__(*args, **kwargs)
        choices = [
            (choice.key, Label(localized(choice.text), localized(choice.hint)))
            for choice in question.choices
        ]
        self.fields[FIELD] = forms.ChoiceField(
            label=localized(question.text),
            help_text=localized(question.help),
            choices=[*choices, (DONT_KNOW, DONT_KNOW_LABEL)],
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Choose an answer. If you are not sure, choose “I don’t know”."),
                "invalid_choice": _("Choose one of the answers on this page."),
            },
        )


class ChoicesForm(forms.Form):
    """A question that takes several answers at once, or "I don't know" alone."""

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        """Offer the choices under their headings, as check boxes that need no JavaScript."""
        super().__init__(*args, **kwargs)
        self.question = question
        self.offered = _grouped(question)
        self.fields[FIELD] = forms.MultipleChoiceField(
            label=localized(question.text),
            help_text=localized(question.help),
            choices=self.offered,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("Choose an answer. If you are not sure, choose “I don’t know”."),
                "invalid_choice": _("Choose one of the answers on this page."),
            },
        )

    def clean(self) -> dict[str, Any]:
        """Join the ticks into one answer, in the order of the question."""
        cleaned = super().clean() or {}
        if FIELD in cleaned:
            cleaned[FIELD] = self._joined(set(cleaned[FIELD]))
        return cleaned

    def _joined(self, ticked: set[str]) -> str:
        apart = {choice.key for choice in self.question.choices if choice.alone} | {DONT_KNOW}
        if len(ticked) > 1 and ticked & apart:
            labels = dict(_flat(self.offered))
            name = labels[min(ticked & apart, key=list(labels).index)]
            message = _("You ticked “%(answer)s” and another answer. Keep one or the other.")
            self.add_error(FIELD, forms.ValidationError(message, params={"answer": name}))
        return JOIN.join(key for key, _label in _flat(self.offered) if key in ticked)


def _grouped(question: Question) -> list[tuple[Any, Any]]:
    """Put the choices of each group under its heading; those of none, and not knowing, last."""

    def offered(group: str | None) -> list[tuple[str, Label]]:
        return [
            (choice.key, Label(localized(choice.text), localized(choice.hint)))
            for choice in question.choices
            if choice.group == group
        ]

    groups = [(localized(group.text), offered(group.key)) for group in question.groups]
    return [*groups, *offered(None), (DONT_KNOW, DONT_KNOW_LABEL)]


def _flat(choices: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


class CountryForm(forms.Form):
    """A country out of all, or an answer beside them."""

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        """Offer every country that is an answer, in the reader's alphabet."""
        super().__init__(*args, **kwargs)
        countries = sorted_countries(kinds.countries_of(question), str(get_language()))
        is_left_out = str(self.data.get(FIELD, "")) in question.left_out
        unknown = _("Choose one of the countries of the list.")
        beside = [*_plain(question), (DONT_KNOW, DONT_KNOW_LABEL)]
        self.fields[FIELD] = forms.ChoiceField(
            label=localized(question.text),
            help_text=localized(question.help),
            choices=[("", _("Choose a country")), *countries, *beside],
            error_messages={
                "required": _("Choose a country. If you do not know, choose “I don’t know”."),
                "invalid_choice": localized(question.why) if is_left_out else unknown,
            },
        )


class Beside(forms.Form):
    """Something typed, or an answer picked beside the box: one of the two, as the reader says."""

    asked = forms.CharField(required=False, max_length=LONGEST_INPUT, widget=forms.HiddenInput)
    """What was in the box when the reader was asked which of the two holds."""
    given: str | None = None
    offered: list[tuple[str, Label]]
    is_both = False
    """Whether the reader is asked."""

    def has_both(self, text: str) -> bool:
        """Whether something was typed and something else newly picked, and nobody asked yet."""
        pick = self.cleaned_data.get("pick", "")
        is_new = pick in dict(self.offered) and pick != self.given
        return is_new and not self.may_pick(text)

    def may_pick(self, text: str) -> bool:
        """Whether what was picked beside the box is meant: nothing was typed, or it was asked."""
        return not text or self.cleaned_data.get("asked") == text

    def ask_which(self, text: str, typed: list[tuple[str, str]]) -> None:
        """Name both, and offer what was typed beside what was picked."""
        said = {"text": text, "answer": dict(self.offered)[self.cleaned_data["pick"]]}
        message = _("You entered “%(text)s” and chose “%(answer)s”. Choose below which one holds.")
        self.fields["pick"].widget.choices = [*typed, *self.offered]
        self.is_both = True
        self.add_error("text", forms.ValidationError(message, params=said))


class DateForm(Beside):
    """A day, or an answer beside it."""

    text = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"],
        widget=forms.DateInput(format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a day, for example 31/08/2026.")},
    )
    pick = forms.CharField(required=False, max_length=80, widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, question: Question, given: str | None = None, **kwargs: Any
    ) -> None:
        """Show the answer given before: the day in the box, anything else as picked."""
        super().__init__(*args, **kwargs)
        self.given = given
        self.offered = _plain(question)
        self.fields["pick"].widget.choices = self.offered
        self.fields["text"].label = localized(question.text)
        self.fields["text"].help_text = localized(question.help)
        self.fields["pick" if question.choice(given or "") else "text"].initial = given

    def clean(self) -> dict[str, Any]:
        """Settle on one answer."""
        cleaned = super().clean() or {}
        pick, day = cleaned.get("pick", ""), cleaned.get("text")
        typed = str(self.data.get("text", "")).strip()
        if day and self.has_both(typed):
            self.ask_which(typed, [(day.isoformat(), day_in_words(day))])
        elif pick == DONT_KNOW or (pick in dict(self.offered) and self.may_pick(typed)):
            cleaned[FIELD] = pick
        elif day:
            cleaned[FIELD] = day.isoformat()
        elif not self.errors:
            message = _("Enter a day. If you do not know, choose “I don’t know”.")
            self.add_error("text", message)
        return cleaned


class LocalityForm(Beside):
    """A province or city by any name it has or had, or an answer beside it."""

    text = forms.CharField(required=False, max_length=LONGEST_INPUT, strip=True)
    pick = forms.CharField(required=False, max_length=80, widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, question: Question, given: str | None = None, **kwargs: Any
    ) -> None:
        """Show the answer given before: the name in the box, anything else as picked."""
        super().__init__(*args, **kwargs)
        self.matches: list[places.Place] = []
        self.given = given
        self.offered = _plain(question)
        self.fields["pick"].widget.choices = self.offered
        self.fields["text"].label = localized(question.text)
        self.fields["text"].help_text = localized(question.help)
        if place := places.places().get(given or ""):
            self.fields["text"].initial = localized(place.name)
        else:
            self.fields["pick"].initial = given

    @property
    def names(self) -> list[str]:
        """Every name that can be typed, in the reader's alphabet."""
        language = str(get_language())
        named = {localized(place.name) for place in places.places().values()}
        return sorted(named, key=lambda name: sort_key(name, language))

    def clean(self) -> dict[str, Any]:
        """Settle on one answer: the only place of that name, the one picked, or one beside."""
        cleaned = super().clean() or {}
        if not self.errors:
            cleaned[FIELD] = self._answer(cleaned.get("text", ""), cleaned.get("pick", ""))
        return cleaned

    def _answer(self, text: str, pick: str) -> str | None:
        typed = text if text != (self.fields["text"].initial or "") else ""
        if pick == DONT_KNOW or (pick in dict(self.offered) and self.may_pick(typed)):
            return pick
        self.matches = places.find(text)
        if self.has_both(typed):
            named = [(place.slug, localized(place.name)) for place in self.matches]
            self.ask_which(text, named)
            return None
        found = {place.slug for place in self.matches}
        if pick in found:
            return pick
        if len(found) == 1 and places.is_called(self.matches[0], text):
            return found.pop()
        return self._complain(text)

    def _complain(self, text: str) -> str | None:
        """Say why this is no answer, and offer the places that it may mean."""
        if self.matches:
            self.fields["pick"].widget.choices = [
                (place.slug, localized(place.name)) for place in self.matches
            ]
        if len(self.matches) > 1:
            message = _("Several provinces or cities may be meant. Choose yours below.")
        elif self.matches:
            message = _("No province or city is called exactly so. Is it the one below?")
        elif text:
            message = _("We know no province or city by this name. Check the spelling.")
        else:
            message = _("Enter a province or city. If you do not know, choose “I don’t know”.")
        self.add_error("text", message)
        return None


def _plain(question: Question) -> list[tuple[str, Label]]:
    """The answers that stand beside a list."""
    return [
        (choice.key, Label(localized(choice.text), localized(choice.hint)))
        for choice in question.choices
        if choice.plain
    ]


class GoodsForm(forms.Form):
    """The goods, by HS code or by ordinary name; several hits are offered to pick from."""

    text = forms.CharField(required=False, max_length=LONGEST_INPUT, strip=True)
    pick = forms.CharField(
        required=False,
        max_length=LONGEST_INPUT,
        label=_("Choose from the list of goods"),
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: Any,
        question: Question,
        goods_list: GoodsList,
        given: str | None,
        **kwargs: Any,
    ) -> None:
        """Show the answer given before, as a code in the box or as a product picked."""
        super().__init__(*args, **kwargs)
        self.goods_list = goods_list
        self.matches: tuple[Product, ...] = ()
        self.is_named = False
        self.fields["pick"].widget.choices = whole_list(goods_list, str(get_language()))
        self.fields["text"].label = localized(question.text)
        self.fields["text"].help_text = localized(question.help)
        self.fields["text"].error_messages["max_length"] = _(
            "Enter at most %(limit_value)d characters."
        )
        if given and given.isdigit():
            self.fields["text"].initial = write_code(given)
        else:
            self.fields["pick"].initial = given

    def offer(self, text: str) -> None:
        """Offer what a text may mean, before anything is sent."""
        self.matches = self.goods_list.named(text) or self.goods_list.find(text)
        if self.matches:
            self._offer(self.matches)

    def _offer(self, products: Iterable[Product]) -> None:
        """Offer products to pick from, in the alphabet of the page's language."""
        self.fields["pick"].widget.choices = _labelled(products)

    def clean(self) -> dict[str, Any]:
        """Settle on one answer: a code, a product, or not knowing."""
        cleaned = super().clean() or {}
        if not self.errors:
            cleaned[FIELD] = self._answer(cleaned.get("text", ""), cleaned.get("pick", ""))
        return cleaned

    def _answer(self, text: str, pick: str) -> str | None:
        """Take what is new on the page: the box and the list may both still show the old answer."""
        typed = text != (self.fields["text"].initial or "")
        picked = pick in self.goods_list.products and pick != self.fields["pick"].initial
        if pick == DONT_KNOW or (picked and not typed):
            return pick
        if not text:
            return pick if pick in self.goods_list.products else self._complain(text)
        return self._named(text, pick if picked else "")

    def _named(self, text: str, pick: str) -> str | None:
        """Settle what was typed: a code, the only product of that very name, or the one picked.

        What only resembles or holds a name is offered and never assumed: goods may be bags for it.
        """
        code = self._code(text)
        if self.errors:
            return None
        called_so = () if code else self.goods_list.named(text)
        self.is_named = bool(called_so)
        self.matches = () if code else called_so or self.goods_list.find(text)
        keys = {product.key for product in self.matches}
        if pick and pick not in keys:
            message = _("You typed one thing and chose another. Clear the box, or choose nothing.")
            self.add_error("text", message)
            return None
        if code or pick:
            return code or pick
        return called_so[0].key if len(called_so) == 1 else self._complain(text)

    def _complain(self, text: str) -> str | None:
        """Say why this is no answer, and offer the products that it may mean."""
        if self.matches:
            self._offer(self.matches)
        self.add_error("text", self._complaint(text))
        return None

    def _code(self, text: str) -> str | None:
        """Read an HS code; digits that cannot be one get their own message."""
        try:
            return read_code(text)
        except CodeError as error:
            if error.reason == "length":
                message = str(_("An HS code has 4, 6 or 8 digits, for example 8471 or 8443.31.19."))
                if error.nearest:
                    also = _("Your digits begin with %(code)s: is that it?")
                    message = f"{message} {also % {'code': write_code(error.nearest)}}"
            else:
                message = str(_("No tariff chapter begins with these two digits. Check the code."))
            self.add_error("text", message)
            return None

    def _complaint(self, text: str) -> str:
        if not text:
            return str(_("Enter an HS code or the name of the goods, or choose “I don’t know”."))
        if self.is_named:
            return str(_("Several goods have this name. Choose yours below."))
        if self.matches:
            return str(
                _("No goods are called exactly so. Choose yours below, or enter the HS code.")
            )
        return str(
            _("We have no goods by this name. Enter the HS code, or choose from the list below.")
        )


def _labelled(products: Iterable[Product]) -> list[tuple[str, Label]]:
    offered = sorted(products, key=lambda item: fold(localized(item.name)))
    return [
        (item.key, Label(name := localized(item.name), terms=_more_words(item, name)))
        for item in offered
    ]


@lru_cache(maxsize=64)
def whole_list(goods_list: GoodsList, language: str) -> list[tuple[str, Label]]:  # noqa: ARG001 - the key
    """Label the whole list once a language: folding every name takes longer than the page."""
    return _labelled(goods_list.products.values())


def _more_words(product: Product, shown: str) -> str:
    """Give the words by which a product is also known, beyond those on show."""
    # In this order in every process: equal pages must be equal bytes.
    spoken = dict.fromkeys((str(get_language()), settings.INTERNATIONAL_LANGUAGE))
    names = [name for code, name in product.name.items() if code in spoken]
    names += [name for code in spoken for name in product.synonyms.get(code, ())]
    words = dict.fromkeys(word for name in names for word in fold(name).split())
    return " ".join(word for word in words if word not in fold(shown))


class ReportForm(forms.Form):
    """A problem with a result, in the visitor's words; `website` is a trap for robots."""

    message = forms.CharField(
        label=_("What is wrong with this result?"),
        help_text=_("Do not give your name, telephone number or other personal data."),
        max_length=REPORT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what is wrong.")},
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
