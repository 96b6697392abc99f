"""A scenario as people use it: the answer to a what-if, its picture before and after, and a card to paste."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from graph.analysis import what_if as analysis
from graph.answer import Answer, text
from graph.answer_card import card
from graph.pictures import Picture
from graph.wording import speaking

if TYPE_CHECKING:
    import pandas

    from graph.landscape import Landscape


CARD = ("thing", "effect", "sureness", "other", "reason", "source", "item")


class Scenario:
    """What would follow if something came about. `answer` has the rows; nothing is written to the landscape.

    `card` is the answer as Markdown with all that is needed to cite it; `picture` shows the things concerned before
    and after, and is made when first wanted. A notebook shows the table.
    """

    def __init__(self, landscape: Landscape, change: str, things: tuple[str, ...]) -> None:
        self.landscape = landscape
        with speaking(landscape.language):
            self.outcome = analysis.what_if(landscape, change, *things)

    @property
    def answer(self) -> Answer:
        """The rows, with columns thing to item as `graph.analysis.what_if` says."""
        return self.outcome.answer

    @cached_property
    def card(self) -> str:
        """The answer as Markdown: question, parameters, rows, lens, data version, sources, assumptions, not known."""
        with speaking(self.landscape.language):
            kept = [self.answer.columns.index(name) for name in CARD]
            rows = tuple(tuple(row[at] for at in kept) for row in self.answer.rows)
            return card(replace(self.answer, columns=CARD, rows=rows))

    @cached_property
    def picture(self) -> Picture:
        """Before and after; NotThere if nothing that pictures draw is concerned."""
        from graph.analysis.breaking import breaking
        from graph.views.before_after import before_after_page, before_after_svg

        with speaking(self.landscape.language):
            network = breaking(self.landscape, self.outcome)
            caption, twin, records = self._around()
            return Picture(before_after_page(network, caption, twin, records), lambda: before_after_svg(network))

    def _around(self) -> tuple[Any, Any, list[Any]]:
        """Returns caption, table and evidence for the page."""
        from graph.analysis.claims import Reader
        from graph.analysis.statements import Name
        from graph.views.plain import Record, Twin
        from graph.wording import heading, say

        reader = Reader(self.landscape, analysis.KINDS)
        wanted = {cell.id: cell for row in self.answer.rows for cell in row[7]}  # type: ignore[union-attr]
        claims = {claim.id: claim for claim in reader.claims() if claim.id in wanted}
        records: dict[str, tuple[Name, dict[str, Any]]] = {}
        rows = []
        for row in self.answer.rows:
            thing: Any = row[0]
            behind = {one.id: claims[one.id] for one in row[7] if one.id in claims}  # type: ignore[union-attr]
            records.setdefault(thing.id, (Name(thing.id, thing.label, thing.language), {}))[1].update(behind)
            cells = [(text(row[at], for_people=True), "", "") for at in (1, 2, 4)]
            rows.append(((thing.label, thing.language, f"r-{thing.id}"), *cells))
        columns = ("thing", "effect", "sureness", "reason")
        twin = Twin(say("what-if.twin"), tuple(heading(name) for name in columns), tuple(rows))
        found = [Record(f"r-{one}", name, tuple(behind.values())) for one, (name, behind) in records.items()]
        notes = (*self.answer.not_known, *self.answer.assumptions)
        caption = reader.caption(
            say("what-if.picture-title"), self.answer.question, self.answer.question, notes, claims.values()
        )
        return caption, twin, found

    def to_frame(self) -> pandas.DataFrame:
        """Returns the rows as a DataFrame; columns as `Answer.flat`."""
        return self.answer.to_frame()

    def _repr_html_(self) -> str:
        return self.answer._repr_html_()

    def __len__(self) -> int:
        return len(self.answer)

    def __repr__(self) -> str:
        return f"<Scenario {self.answer.question!r}: {len(self)} effects>"
