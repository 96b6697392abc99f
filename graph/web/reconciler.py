"""What the reconciliation service answers, as the JSON objects of its specification."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import graph
from graph.answer import Cell, Thing, Word
from graph.errors import Usage
from graph.landscape import Landscape
from graph.oxigraph import NamedNode
from graph.questions.candidates import Candidate, candidates, fitting
from graph.questions.names import fold
from graph.questions.properties import Properties
from graph.questions.reconciling import Reconciler
from graph.terms import PREFIXES
from graph.web.current import Current
from graph.web.lens import View
from graph.web.problems import Refused
from graph.web.serving import Serving
from graph.wording import say

MOST_QUERIES = 100
MOST_CHARACTERS = 500
MOST_CELLS = 20_000
_MOST_CANDIDATES = 25
_DEFAULT_TYPES = ("PoliceForce", "PolicingBody", "Collaboration", "Service", "GovernanceBody")
_KEPT = 8
_WIDTH, _HEIGHT = 430, 260
_kept: WeakKeyDictionary[Current, OrderedDict[tuple[str, str], Service]] = WeakKeyDictionary()
_choosing = Lock()


@dataclass
class Service:
    """The service over one landscape; `address` is its endpoint, `carried` the query string of the view."""

    landscape: Landscape
    base: str
    carried: str
    properties: Properties
    types: dict[str, str] = field(default_factory=dict)
    _reconcilers: dict[tuple[str, ...], Reconciler] = field(default_factory=dict)

    @staticmethod
    def of(serving: Serving, view: View) -> Service:
        """Returns the service over the current landscape under `view`; the last few are kept."""
        landscape = serving.current.landscape(view)
        key = (str(landscape.store_path), repr((view.lens, view.language, view.given)))
        with _choosing:
            kept = _kept.setdefault(serving.current, OrderedDict())
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
        made = Service(landscape, serving.settings.base, view.carried(), Properties(landscape.names, view.language))
        made.types = made._classes()
        with _choosing:
            kept[key] = made
            while len(kept) > _KEPT:
                kept.popitem(last=False)
        return made

    def manifest(self) -> dict[str, Any]:
        """Returns the service manifest (section 3.1)."""
        address = f"{self.base}/reconcile"

        def suggest(kind: str) -> dict[str, str]:
            return {"service_url": address, "service_path": f"/suggest/{kind}{self.carried}"}

        more = self.carried.replace("?", "&")
        return {
            "versions": ["0.2"],
            "name": say("reconciliation.name"),
            "identifierSpace": PREFIXES["pid"],
            "schemaSpace": PREFIXES["pcol"],
            "documentation": f"{self.base}/about",
            "serviceVersion": graph.__version__,
            "defaultTypes": [self._type(name) for name in _DEFAULT_TYPES if name in self.types],
            "view": {"url": f"{self.base}/id/{{{{id}}}}"},
            "preview": {"url": f"{address}/preview?id={{{{id}}}}{more}", "width": _WIDTH, "height": _HEIGHT},
            "suggest": {kind: suggest(kind) for kind in ("entity", "type", "property")},
            "extend": {
                "propose_properties": {"service_url": address, "service_path": f"/properties{self.carried}"},
                "property_settings": [],
            },
            "batchSize": MOST_QUERIES,
        }

    def reconcile(self, query: object) -> list[dict[str, Any]]:
        """Returns the candidates of one query (section 4), best first; Usage if it is no query."""
        words, classes, strict, most, beside = self._read(query)
        if strict == "all" and len(classes) > 1:
            found = [one for one in self._found(words, classes[:1], beside, None) if self._is_all(one, classes)][:most]
        else:
            found = self._found(words, classes, beside, most)
        return [self._candidate(one) for one in found]

    def extend(self, ids: list[str], wanted: list[str]) -> dict[str, Any]:
        """Returns the values of properties of things (section 7); Usage for a property that there is not."""
        for name in wanted:
            self._known_property(name)
        if len(ids) * max(len(wanted), 1) > MOST_CELLS:
            raise Refused("batch-too-large", 413, found=len(ids) * len(wanted), limit=MOST_CELLS)
        things = {name: self.landscape.names.of_id(_local_text(name)) for name in ids}
        return {
            "meta": [{"id": name, "name": self.properties.all[name].label} for name in wanted],
            "rows": {
                name: {one: [_value(cell) for cell in self._values(thing, one)] for one in wanted}
                for name, thing in things.items()
            },
        }

    def _values(self, thing: NamedNode | None, name: str) -> Sequence[Cell]:
        return self.properties.values(thing, name) if thing is not None else ()

    def propose(self, kind: str, most: int | None) -> dict[str, Any]:
        """Returns the properties that things of a type have (section 7.2)."""
        name = self._known_type(kind) if kind else ""
        found = [one for one in self.properties.all.values() if not name or name in one.classes][:most]
        answer: dict[str, Any] = {"properties": [{"id": one.id, "name": one.label} for one in found]}
        return {**({"limit": most} if most else {}), **({"type": name} if name else {}), **answer}

    def suggest_entities(self, prefix: str) -> list[dict[str, Any]]:
        """Returns the entities that `prefix` is the beginning of a name or id of, or resembles (section 6)."""
        names = self.landscape.names
        prefix = prefix[:MOST_CHARACTERS]
        found: dict[NamedNode, str] = {}
        by_id = names.of_id(prefix.strip())
        if by_id is not None:
            found[by_id] = ""
        for name, _ in names.search(prefix):
            found.setdefault(name.thing, name.words)
        made = []
        begun = fold(prefix)
        for thing, words in sorted(found.items(), key=lambda pair: not fold(pair[1]).startswith(begun)):
            if thing.value.startswith(PREFIXES["pid"]):
                label = names.label(thing, self.landscape.language)[0]
                kinds = [self._type(kind) for kind in self._kinds(thing)]
                said = ", ".join(kind["name"] for kind in kinds)
                also = f" · {words}" if words and words != label else ""
                one = {"id": _local(thing), "name": label, "description": said + also, "notable": kinds}
                made.append(one)
        return made

    def suggest_types(self, prefix: str) -> list[dict[str, Any]]:
        """Returns the types whose id or label holds `prefix`."""
        return [self._type(name) for name, label in self.types.items() if _holds(prefix, name, label)]

    def suggest_properties(self, prefix: str) -> list[dict[str, Any]]:
        """Returns the properties whose id or label holds `prefix`."""
        found = self.properties.all.values()
        return [{"id": one.id, "name": one.label} for one in found if _holds(prefix, one.id, one.label)]

    def _read(self, query: object) -> tuple[str, tuple[str, ...], str, int, list[tuple[str, list[str]]]]:
        if not isinstance(query, dict):
            raise Usage("bad-json", name="queries")
        words, kinds = query.get("query", ""), query.get("type", [])
        most, strict = query.get("limit", _MOST_CANDIDATES), query.get("type_strict", "any")
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if not isinstance(words, str) or not isinstance(kinds, list) or strict not in ("any", "all", "should"):
            raise Usage("bad-json", name="queries")
        if isinstance(most, bool) or not isinstance(most, int | float) or not 1 <= most < 10**9:
            raise Usage("bad-number", name="limit", value=str(most)[:40])
        if len(words) > MOST_CHARACTERS:
            raise Usage("name-too-long", limit=MOST_CHARACTERS)
        classes = tuple(self._known_type(_id(kind)) for kind in kinds if kind)
        beside = [self._beside(one) for one in query.get("properties") or []]
        if not words.strip() and not beside:
            raise Usage("reconcile-nothing")
        return words, classes, strict, min(int(most), _MOST_CANDIDATES), beside

    def _beside(self, one: object) -> tuple[str, list[str]]:
        if not isinstance(one, Mapping) or "v" not in one:
            raise Usage("bad-json", name="queries")
        name = self._known_property(_id(one.get("pid")))
        values = one["v"] if isinstance(one["v"], list) else [one["v"]]
        return name, [_local_text(_id(value))[:MOST_CHARACTERS] for value in values]

    def _found(
        self, words: str, classes: tuple[str, ...], beside: list[tuple[str, list[str]]], most: int | None
    ) -> list[Candidate]:
        reconciler = self._reconcilers.get(classes)
        if reconciler is None:
            if len(self._reconcilers) > 50:
                self._reconcilers.clear()
            reconciler = self._reconcilers[classes] = Reconciler(self.landscape.names, classes, self.landscape.language)
        if not words.strip():
            return fitting(reconciler, self.properties, beside, most)
        return candidates(reconciler, self.properties, _local_text(words), beside, most)

    def _is_all(self, candidate: Candidate, classes: tuple[str, ...]) -> bool:
        return all(self.landscape.names.is_a(candidate.thing, (one,)) for one in classes)

    def _candidate(self, found: Candidate) -> dict[str, Any]:
        names = self.landscape.names
        return {
            "id": _local(found.thing),
            "name": names.label(found.thing, self.landscape.language)[0],
            "type": [self._type(kind) for kind in self._kinds(found.thing)],
            "score": found.score,
            "match": found.match,
            "features": [{"id": name, "value": value} for name, value in found.features],
        }

    def _kinds(self, thing: NamedNode) -> list[str]:
        return [kind for kind in self.landscape.names.kind(thing).split(", ") if kind in self.types]

    def _type(self, name: str) -> dict[str, str]:
        return {"id": name, "name": self.types.get(name, name)}

    def _classes(self) -> dict[str, str]:
        store, names = self.landscape.store, self.landscape.names
        kind = NamedNode(PREFIXES["rdf"] + "type")
        used = {
            quad.object.value
            for thing in {name.thing for name in names.names if name.thing.value.startswith(PREFIXES["pid"])}
            for quad in store.quads_for_pattern(thing, kind, None, None)
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(PREFIXES["pcol"])
        }
        return {_local_text(one): names.label(NamedNode(one), self.landscape.language)[0] for one in sorted(used)}

    def _known_type(self, name: str) -> str:
        local = _local_text(name)
        if local not in self.types:
            raise Usage("unknown-kind", found=name[:80], known=", ".join(self.types))
        return local

    def _known_property(self, name: str) -> str:
        local = _local_text(name)
        if local not in self.properties.all:
            raise Usage("unknown-property", found=name[:80], known=", ".join(self.properties.all))
        return local


def _id(value: object) -> str:
    """Returns the id or text of a JSON value, as the specification lets one be written."""
    if isinstance(value, Mapping):
        return str(value.get("id", ""))
    return "true" if value is True else "false" if value is False else str(value)


def _local_text(name: str) -> str:
    """Returns an address of ours as the id in it; any other text stays as it is."""
    for prefix in ("pid", "pcol"):
        if name.startswith(PREFIXES[prefix]):
            return name[len(PREFIXES[prefix]) :]
    return name


def _local(thing: NamedNode) -> str:
    return thing.value[len(PREFIXES["pid"]) :]


def _holds(prefix: str, *texts: str) -> bool:
    wanted = fold(prefix)
    return any(wanted in fold(text) for text in texts)


def _value(cell: object) -> dict[str, Any]:
    if isinstance(cell, Thing):
        return {"id": cell.id, "name": cell.label}
    if isinstance(cell, Word):
        return {"str": cell.label}
    if isinstance(cell, bool):
        return {"str": "true" if cell else "false"}
    if isinstance(cell, int):
        return {"int": cell}
    return {"float": cell} if isinstance(cell, float) else {"str": str(cell)}
