"""What a network page lets its reader filter by: kinds, grades, levels, and how surely a line is in force."""

from __future__ import annotations

from graph.views import key
from graph.views.network_drawing import NetworkDrawing
from graph.views.styles import DASHES
from graph.wording import say

_LEVELS = ("national", "all-wales", "regional", "local")
Group = tuple[str, str, list[tuple[str, str]]]


def filters(drawn: NetworkDrawing, *, timed: bool) -> list[Group]:
    """Returns the groups of choices: each group's name, its words, and its values with theirs, as they occur."""
    grades = {one["grade"] for one in drawn.said}
    force = [(one, say(f"views.force.{one}")) for one in ("certain", "possible")]
    return [
        ("kind", say("views.tools.kinds"), [(one.kind, one.label) for one in key.things(drawn.network)]),
        ("manner", say("views.tools.grades"), [(one, say(f"views.grade.{one}")) for one in DASHES if one in grades]),
        ("level", say("views.tools.levels"), _levels(drawn)),
        ("force", say("views.tools.force"), force if timed else []),
    ]


def _levels(drawn: NetworkDrawing) -> list[tuple[str, str]]:
    many = [tie for line in drawn.lines for tie in line["ties"]] if drawn.one_mode else list(drawn.things.values())
    words = {one["level"]: one["level_label"] for one in many}
    order = sorted(words, key=lambda one: (_LEVELS.index(one) if one in _LEVELS else 9 - bool(one), one))
    return [(one, words[one] or say("views.tools.no_level")) for one in order]
