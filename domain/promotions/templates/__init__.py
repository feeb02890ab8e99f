"""Promotion templates, one module each: what it says, how it is checked and how it is applied to an order.

A module that is put here is a template from then on: its class is told in a policy's JSON by its name, in words
(`PercentOff` as `percent_off`, which is also what the module is called).
"""

from __future__ import annotations

from importlib import import_module
from inspect import isabstract
from pkgutil import iter_modules

from domain.policies.promotion_terms import PromotionTemplate


def _found() -> list[type[PromotionTemplate]]:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, PromotionTemplate) and value.__module__ == module.__name__
        if not isabstract(value)
    ]


TEMPLATES: tuple[type[PromotionTemplate], ...] = tuple(
    sorted(_found(), key=lambda template: (template.stage, template.__name__))
)
"""Every template, in the order in which they are applied."""

WAYS = tuple(dict.fromkeys(way for template in TEMPLATES for way in template.ways))
"""Every way in which a discount may come about: what `by` may be in a line's steps."""
