"""Compiles shapes into SPARQL: one SELECT for each constraint, whose rows are the validation results.

A query for each constraint, not one for each shape: engines plan many small queries well and one large union badly.
Terms are written by the engine's own serialiser; the only text that is pasted is that of our own shapes file. Numbers
in brackets are clauses of the SHACL Recommendation, whose definitions in SPARQL are those of its appendix.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, count

from graph.checks.shape_reading import DATATYPES, Constraint, Shape
from graph.checks.shapes_graph import SH, PropertyPath
from graph.terms import expand

_KINDS = {
    "IRI": "isIRI({0})",
    "Literal": "isLiteral({0})",
    "BlankNode": "isBlank({0})",
    "BlankNodeOrIRI": "(isBlank({0}) || isIRI({0}))",
    "BlankNodeOrLiteral": "(isBlank({0}) || isLiteral({0}))",
    "IRIOrLiteral": "(isIRI({0}) || isLiteral({0}))",
}
_ORDER = {"minInclusive": ">=", "maxInclusive": "<=", "minExclusive": ">", "maxExclusive": "<"}
_PAIRS = {"lessThan": "<", "lessThanOrEquals": "<="}
_LENGTHS = {"minLength": ">=", "maxLength": "<="}


@dataclass(frozen=True)
class ShapeQuery:
    """A SELECT whose rows are results: ?this, and ?value and ?path where the constraint tells them (3.6.2).

    `component` is the local name of the constraint component; `path` that of the property shape, if it is one.
    """

    text: str
    component: str
    path: PropertyPath | None
    message: str
    severity: str


def shape_queries(shapes: Iterable[Shape]) -> list[ShapeQuery]:
    """Returns the queries of shapes that have targets: those of a shape, then those of its property shapes."""
    return [query for shape in shapes for query in _Compiler().of(shape)]


@dataclass(frozen=True)
class _Breach:
    """Where a constraint is broken: where `pattern` matches, else, if that is empty, where `kept` does not hold.

    `first` is a pattern that finds the same in the whole graph; targets are then asked for only where it matches.
    """

    pattern: str = ""
    kept: str = ""
    columns: str = ""
    first: str = ""


class _Compiler:
    """Compiles one shape; counts the variables that it makes up."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def of(self, shape: Shape) -> Iterator[ShapeQuery]:
        targets = shape.targets[0]
        if len(shape.targets) > 1:
            targets = " UNION ".join(f"{{ {one} }}" for one in shape.targets)
        properties = [one for one in shape.constraints if one.parameter == "property"]
        for reporting in (shape, *(inner for one in properties for inner in one.shapes)):
            for constraint in reporting.constraints:
                if constraint.parameter != "property":
                    breach = self._breach(reporting, constraint, "?this")
                    broken = breach.pattern or f"FILTER (!({breach.kept}))"
                    where = f"{{ {breach.first} }} {targets}" if breach.first else f"{targets} {broken}"
                    name = constraint.parameter
                    yield ShapeQuery(
                        f"SELECT DISTINCT ?this {breach.columns} {{ {where} }}",
                        f"{name[0].upper()}{name[1:]}ConstraintComponent",
                        reporting.path,
                        reporting.message,
                        reporting.severity,
                    )

    def _conforms(self, shape: Shape, node: str) -> str:
        """Returns an expression that is true where `node` conforms to `shape` (3.4.3), and never an error."""
        breaches = [self._breach(shape, one, node) for one in shape.constraints]
        kept = [f"NOT EXISTS {{ {one.pattern} }}" if one.pattern else f"({one.kept})" for one in breaches]
        return " && ".join(kept) or "true"

    def _breach(self, shape: Shape, constraint: Constraint, node: str) -> _Breach:
        path = shape.path
        if constraint.parameter == "closed":  # 4.8.1
            allowed = ", ".join(map(str, constraint.terms))
            property_, value = ("?path", "?value") if node == "?this" else (self._new(), self._new())
            pattern = f"{node} {property_} {value} . FILTER ({property_} NOT IN ({allowed}))"
            return _Breach(pattern, columns=f"{property_} {value}")
        if path is None:
            told = "" if constraint.parameter == "hasValue" else f"({node} AS ?value)"
            return _Breach(kept=self._holds(constraint, node), columns=told)
        return self._of_path(constraint, path.sparql, node)

    def _of_path(self, constraint: Constraint, path: str, node: str) -> _Breach:
        """Returns the breach of a constraint of a property shape: of all its values together, else of each."""
        match constraint.parameter:
            case "minCount" | "qualifiedMinCount" if not constraint.number:
                return _Breach(kept="true")
            case "minCount" | "qualifiedMinCount":  # 4.2.1, 4.7.3
                return _Breach(kept=f"EXISTS {{ {self._distinct(constraint, path, node, constraint.number)} }}")
            case "maxCount":  # 4.2.2
                several = f"HAVING (COUNT(DISTINCT ?one) > {constraint.number})"
                return _Breach(
                    self._distinct(constraint, path, node, constraint.number + 1),
                    first=f"SELECT ?this {{ ?this {path} ?one }} GROUP BY ?this {several}",
                )
            case "qualifiedMaxCount":  # 4.7.3
                return _Breach(self._distinct(constraint, path, node, constraint.number + 1))
            case "hasValue":  # 4.8.2
                return _Breach(kept=f"EXISTS {{ {node} {path} {constraint.terms[0]} }}")
            case "uniqueLang":  # 4.4.5: a result for each language, not for each value
                one, other, language = self._new(), self._new(), self._new()
                return _Breach(
                    f"{node} {path} {one}, {other} . FILTER (!sameTerm({one}, {other}) && LANG({one}) != '' "
                    f"&& LCASE(LANG({one})) = LCASE(LANG({other}))) BIND (LCASE(LANG({one})) AS {language})",
                    columns=language,
                )
            case "lessThan" | "lessThanOrEquals":  # 4.5.3, 4.5.4: a result for each pair, also where it has no order
                value, other = self._value(node), self._new()
                return _Breach(
                    f"{node} {path} {value} ; {constraint.terms[0]} {other} . "
                    f"FILTER (!COALESCE({value} {_PAIRS[constraint.parameter]} {other}, false))",
                    columns=f"{value} {other}",
                )
        value = self._value(node)
        pattern = f"{node} {path} {value} . FILTER (!({self._holds(constraint, value)}))"
        return _Breach(pattern, columns=value, first=pattern)

    def _holds(self, constraint: Constraint, value: str) -> str:
        """Returns an expression that is true where one value keeps a constraint, and never an error."""
        terms = constraint.terms
        match constraint.parameter:
            case "class":  # 4.1.1
                return f"EXISTS {{ {value} <{expand('rdf:type')}>/<{expand('rdfs:subClassOf')}>* {terms[0]} }}"
            case "datatype":  # 4.1.2: of the type, and well formed
                kind = terms[0]
                formed = f" && DATATYPE({kind}(STR({value}))) = {kind}" if DATATYPES[kind.value] else ""
                return f"isLiteral({value}) && COALESCE(DATATYPE({value}) = {kind}{formed}, false)"
            case "nodeKind":  # 4.1.3
                return _KINDS[terms[0].value.removeprefix(SH)].format(value)
            case "minInclusive" | "maxInclusive" | "minExclusive" | "maxExclusive":  # 4.3
                return f"COALESCE({value} {_ORDER[constraint.parameter]} {terms[0]}, false)"
            case "minLength" | "maxLength":  # 4.4.1, 4.4.2
                return f"!isBlank({value}) && STRLEN(STR({value})) {_LENGTHS[constraint.parameter]} {constraint.number}"
            case "pattern":  # 4.4.3
                words = ", ".join(map(str, (terms[0], *constraint.more)))
                return f"!isBlank({value}) && COALESCE(REGEX(STR({value}), {words}), false)"
            case "languageIn":  # 4.4.4
                ranges = " || ".join(f"LANGMATCHES(LANG({value}), {one})" for one in terms)
                return f"COALESCE({ranges}, false)"
            case "in" | "hasValue":  # 4.8.3, 4.8.2: the same term, not an equal value
                return " || ".join(f"sameTerm({value}, {one})" for one in terms) or "false"
        each = [f"({self._conforms(one, value)})" for one in constraint.shapes]
        match constraint.parameter:
            case "not":  # 4.6.1
                return f"!{each[0]}"
            case "and" | "property":  # 4.6.2, 4.7.2
                return " && ".join(each)
            case "or":  # 4.6.3
                return " || ".join(each)
            case "xone":  # 4.6.4
                return f"({' + '.join(f'IF({one}, 1, 0)' for one in each)}) = 1"
        raise KeyError(constraint.parameter)

    def _distinct(self, constraint: Constraint, path: str, node: str, number: int) -> str:
        """Returns a pattern that matches where `node` has that many different values, conforming ones if qualified."""
        values = [self._new() for _ in range(number)]
        tests = [f"!sameTerm({one}, {other})" for one, other in combinations(values, 2)]
        tests += [f"({self._conforms(shape, value)})" for shape in constraint.shapes for value in values]
        return f"{node} {path} {', '.join(values)} ." + (f" FILTER ({' && '.join(tests)})" if tests else "")

    def _value(self, node: str) -> str:
        return "?value" if node == "?this" else self._new()

    def _new(self) -> str:
        return f"?v{next(self._numbers)}"
