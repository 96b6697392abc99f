"""Reads a file of SHACL Core shapes. What is not known here is a fault, never passed over.

Numbers in brackets are clauses of the Shapes Constraint Language, W3C Recommendation of 20 July 2017.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.checks.shapes_graph import SH, Node, PropertyPath, ShapesGraph
from graph.errors import Complaint, DataInvalid, complain
from graph.oxigraph import Literal, NamedNode, RdfFormat, parse
from graph.terms import BASE, expand, shorten

# Datatypes whose values can be told from ill-formed ones, and whether it takes a cast (SPARQL 1.1, 17.5) to tell.
DATATYPES = {expand("xsd:string"): False, expand("rdf:langString"): False} | {
    expand(f"xsd:{name}"): True for name in ("integer", "decimal", "float", "double", "boolean", "dateTime", "date")
}
NODE_KINDS = {
    SH + name for name in ("IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
}

_FILE = "shapes.ttl"
_ANNOTATIONS = {expand(name) for name in ("rdf:type", "rdfs:comment", "rdfs:label", "rdfs:seeAlso")} | {
    SH + name for name in ("path", "message", "severity", "name", "description")
}
_TARGETS = {
    SH + "targetClass": f"?this <{expand('rdf:type')}>/<{expand('rdfs:subClassOf')}>* {{}} .",
    SH + "targetSubjectsOf": "?this {} ?targeted .",
    SH + "targetObjectsOf": "?targeted {} ?this .",
}
_SEVERITIES = {SH + "Violation": "error", SH + "Warning": "warning", SH + "Info": "info"}

# Parameters by what their value is.
_TERM = {
    "class", "datatype", "nodeKind", "hasValue", "pattern", "lessThan", "lessThanOrEquals", "minInclusive",
    "maxInclusive", "minExclusive", "maxExclusive",
}  # fmt: skip
_FLAG = {"uniqueLang", "closed"}
_NUMBER = {"minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount"}
_LIST = {"in", "languageIn"}
_SHAPE = {"not", "property"}
_SHAPES = {"or", "and", "xone"}
_KNOWN = _TERM | _FLAG | _NUMBER | _LIST | _SHAPE | _SHAPES
# These say more of others and constrain nothing alone.
_WITH = {
    "flags": {"pattern"},
    "ignoredProperties": {"closed"},
    "qualifiedValueShape": {"qualifiedMinCount", "qualifiedMaxCount"},
}
_ONLY_WITH_PATH = {
    "minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedMinCount", "qualifiedMaxCount",
}  # fmt: skip
_ONLY_WITHOUT = {"closed", "property"}

Term = NamedNode | Literal


@dataclass(frozen=True)
class Constraint:
    """One value of a constraint parameter (4): terms, a number or shapes, and the terms that go with it."""

    parameter: str
    terms: tuple[Term, ...] = ()
    number: int = 0
    shapes: tuple[Shape, ...] = ()
    more: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Shape:
    """A shape (2): a property shape if it has a path, else a node shape.

    `targets` are patterns of SPARQL that bind ?this (2.1); `message` is empty where a shape only serves another.
    """

    name: str
    path: PropertyPath | None
    targets: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    message: str
    severity: str


def read_shapes(folder: Path) -> list[Shape]:
    """Returns the shapes of `shapes.ttl` in `folder` that have targets, in the order of the file.

    DataInvalid, with a complaint for each fault, if the file is missing or does not parse, if it uses a target, a path
    or a constraint component that is not known, or if nothing leads to a shape in it.
    """
    try:
        triples = [quad.triple for quad in parse((folder / _FILE).read_bytes(), RdfFormat.TURTLE)]
    except FileNotFoundError:
        raise DataInvalid("ontology-invalid", [complain("missing-ontology", _FILE)], folder=folder) from None
    except SyntaxError as problem:
        fault = complain("turtle-syntax", _FILE, problem.lineno or 0, problem.offset or 0, reason=problem.msg)
        raise DataInvalid("ontology-invalid", [fault], folder=folder) from None
    reader = _Reader(ShapesGraph(triples))
    shapes = reader.targeted()
    if reader.faults:
        raise DataInvalid("ontology-invalid", reader.faults, folder=folder)
    return shapes


class _Reader:
    def __init__(self, graph: ShapesGraph) -> None:
        self.faults: list[Complaint] = []
        self._graph = graph
        self._within: list[Node] = []

    def targeted(self) -> list[Shape]:
        """Returns the shapes with targets; whatever else stands in the file and serves none of them is a fault."""
        shapes = [
            self._shape(node, _name(node), reports=True)
            for node in self._graph.subjects()
            if any(self._graph.has(node, target) for target in _TARGETS)
        ]
        for node in self._graph.unreached():
            self._fault("shape-unreached", _name(node))
        return shapes

    def _shape(self, node: Node, name: str, *, reports: bool) -> Shape:
        """Returns the shape at a node; `reports` if results are made of it, else it only conforms or does not."""
        if node in self._within:
            self._fault("shape-circle", name)
            return Shape(name, None, (), (), "", "error")
        self._within.append(node)
        said = self._graph.said(node)
        path = self._path(said.get(SH + "path", []), name)
        constraints = tuple(self._constraints(said, name, path, reports=reports))
        message = next((one.value for one in said.get(SH + "message", ()) if isinstance(one, Literal)), "")
        if reports and not message and any(one.parameter != "property" for one in constraints):
            self._fault("shape-message", name)
        severity = "error"
        for one in said.get(SH + "severity", ()):
            severity = _SEVERITIES.get(_iri(one), "")
            if not severity:
                self._value(name, "severity")
        targets = tuple(
            pattern.format(one)
            for target, pattern in _TARGETS.items()
            for one in self._terms(said.get(target, ()), name)
        )
        self._within.pop()
        return Shape(name, path, targets, constraints, message, severity)

    def _path(self, nodes: list[Node], name: str) -> PropertyPath | None:
        if len(nodes) > 1:
            self._value(name, "path")
        try:
            return self._graph.path(nodes[0]) if nodes else None
        except ValueError:
            self._fault("shape-unknown", name, "sh:path")
            return PropertyPath("", "")

    def _constraints(
        self, said: dict[str, list[Node]], name: str, path: PropertyPath | None, *, reports: bool
    ) -> Iterator[Constraint]:
        known = _KNOWN - (_ONLY_WITH_PATH if path is None else _ONLY_WITHOUT)
        for predicate, values in said.items():
            parameter = predicate.removeprefix(SH)
            if predicate in _ANNOTATIONS or predicate in _TARGETS:
                continue
            if parameter in _WITH:
                if not any(SH + other in said for other in _WITH[parameter]):
                    self._value(name, parameter)
            elif parameter not in known:
                self._fault("shape-unknown", name, shorten(predicate).replace(SH, "sh:"))
            else:
                for value in values:
                    yield self._constraint(said, name, parameter, value, reports=reports)

    def _constraint(
        self, said: dict[str, list[Node]], name: str, parameter: str, value: Node, *, reports: bool
    ) -> Constraint:
        """Returns one constraint; where its value cannot be used there is a fault, and nothing is compiled."""
        text = value.value if isinstance(value, Literal) else ""
        if parameter in _FLAG:
            if text != "true":
                self._value(name, parameter)
            return Constraint(parameter, terms=self._allowed(said, name) if parameter == "closed" else ())
        if parameter in _NUMBER:
            if not text.isdecimal() or len(said[SH + parameter]) > 1:
                self._value(name, parameter)
                return Constraint(parameter)
            qualified = said.get(SH + "qualifiedValueShape", []) if parameter.startswith("qualified") else []
            if parameter.startswith("qualified") and len(qualified) != 1:
                self._value(name, "qualifiedValueShape")
            return Constraint(parameter, number=int(text), shapes=self._inner(qualified, name, "qualifiedValueShape"))
        if parameter in _TERM:
            if _iri(value) not in {"datatype": DATATYPES, "nodeKind": NODE_KINDS}.get(parameter, {_iri(value)}):
                self._value(name, parameter)
            flags = self._terms(said.get(SH + "flags", ()), name, "flags") if parameter == "pattern" else ()
            return Constraint(parameter, terms=self._terms([value], name, parameter), more=flags)
        if parameter in _LIST:
            return Constraint(parameter, terms=self._terms(self._graph.members(value), name, parameter))
        nodes = self._graph.members(value) if parameter in _SHAPES else [value]
        found = self._inner(nodes, name, parameter, reports=reports and parameter == "property")
        if not found:
            self._value(name, parameter)
        return Constraint(parameter, shapes=found)

    def _allowed(self, said: dict[str, list[Node]], name: str) -> tuple[Term, ...]:
        """Returns the properties that a closed shape (4.8.1) allows: those of its property shapes, and the ignored."""
        paths = [path for one in said.get(SH + "property", ()) for path in self._graph.said(one).get(SH + "path", ())]
        ignored = [one for nodes in said.get(SH + "ignoredProperties", ()) for one in self._graph.members(nodes)]
        own = [one for one in paths if isinstance(one, NamedNode)]
        return self._terms([*own, *ignored], name, "ignoredProperties")

    def _inner(self, nodes: list[Node], name: str, parameter: str, *, reports: bool = False) -> tuple[Shape, ...]:
        found = []
        for node in nodes:
            if node in self._graph and not isinstance(node, Literal):
                found.append(self._shape(node, _name(node) if isinstance(node, NamedNode) else name, reports=reports))
            else:
                self._value(name, parameter)
        return tuple(found)

    def _terms(self, nodes: Iterable[Node], name: str, parameter: str = "target") -> tuple[Term, ...]:
        found = []
        for node in nodes:
            if isinstance(node, NamedNode | Literal):
                found.append(node)
            else:
                self._value(name, parameter)
        return tuple(found)

    def _value(self, name: str, parameter: str) -> None:
        self._fault("shape-value", name, f"sh:{parameter}")

    def _fault(self, rule: str, name: str, parameter: str = "") -> None:
        fault = complain(rule, _FILE, shape=name, parameter=parameter)
        if fault not in self.faults:
            self.faults.append(fault)


def _iri(node: Node) -> str:
    return node.value if isinstance(node, NamedNode) else ""


def _name(node: Node) -> str:
    return node.value.removeprefix(f"{BASE}shape/") if isinstance(node, NamedNode) else "[]"
