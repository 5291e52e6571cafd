"""Days as readers of each language write them; every template has this filter."""

from __future__ import annotations

from django import template

from guidance.text.days import day, moment, short_day, short_weekday, weekday

register = template.Library()
register.filter(day)
register.filter(moment)
register.filter(short_day)
register.filter(short_weekday)
register.filter(weekday)
