"""Several items in templates: rows of lines, names of columns, where papers are made."""

from __future__ import annotations

from django import template
from django.template.loader import get_template
from django.utils.translation import gettext as _

from wizard.assessment.addresses import address
from wizard.assessment.answer_words import answer_text
from wizard.assessment.situation import Situation
from wizard.consignment.judging import Judged, Packet
from wizard.consignment.tables import heads
from wizard.consignment.views import offers

register = template.Library()


@register.simple_tag
def several_address(situation: Situation) -> str:
    """Where several items are checked, with the answers so far; empty where rules know no goods."""
    return address("consignment", situation) if offers(situation.ruleset) else ""


@register.simple_tag
def column_name(key: str) -> str:
    """The usual name of a column of texts."""
    return heads()[key][0]


@register.simple_tag
def line_row(item: Judged, quantity_name: str, answers_name: str, goods_name: str) -> str:
    """Write one line as a row: made by itself, since a page may have five hundred."""
    line, situation = item.line, item.situation
    ruleset = situation.ruleset
    goods = next(one.key for one in ruleset.questions if one.kind == "goods")
    taken = situation.given.get(goods, "")
    is_said = taken.isdigit() and line.code
    context = {
        "number": item.number,
        "line": line,
        "code": line.code,
        "taken": "" if not taken or is_said else answer_text(ruleset, goods, taken),
        "answers": [
            answer_text(ruleset, key, value)
            for key, value in situation.given.items()
            if key != goods
        ],
        "wrote": [text for key, text in line.wrote.items() if key not in situation.given],
        "result_address": "" if item.open else address("result", situation, stamped=True),
        "quantity_name": quantity_name,
        "answers_name": answers_name,
        "goods_name": goods_name,
    }
    return get_template("wizard/components/consignment-row.html").render(context)


@register.simple_tag
def packet_address(packet: Packet) -> str:
    """Where the papers for some lines are made."""
    return address("papers", packet.situation, stamped=True)


@register.simple_tag
def packet_span(packet: Packet) -> str:
    """The lines of a set of papers, by their first and last number."""
    numbers = {"first": packet.lines[0].number, "last": packet.lines[-1].number}
    return _("lines %(first)d to %(last)d") % numbers
