"""Imports point down the layers, equals never import each other, and each library has one door."""

import ast
from pathlib import Path

import pytest

from tests.parsing import parse

GRAPH = Path(__file__).parents[1] / "graph"

# From the top: a module may import what stands below it, never what stands beside or above.
LAYERS = [
    {"commands", "shipped"},
    {"web"},
    {"landscape"},
    {"glance", "scenario"},
    {"exports", "pictures", "standpoint"},
    {"analysis", "checks", "curation", "views"},
    {"questions"},
    {"engines"},
    {"store"},
    {"mapping"},
    {"facts"},
    {"answer_card"},
    {"formats", "sparqltext"},
    {"text_table"},
    {"answer", "files", "sheets"},
    {"replacing"},
    {"locks"},
    {"errors", "notebook"},
    {"said_dates"},
    {"dates", "terms", "oxigraph", "progress"},
    {"wording"},
]
# The command line is wording, so its own module of words is no layer of its own.
DOORS = {
    "babel": {"said_dates", "wording"},
    "click": {"commands"},
    "pyoxigraph": {"oxigraph"},
    "pyshacl": set(),  # the tests' oracle
    "rdflib": {"exports/as_rdflib"},
    "networkx": {"analysis", "exports/networks", "views"},
    "igraph": {"analysis/large"},
    "pyvis": {"views/vis"},
    "jinja2": {"views", "web"},
    "starlette": {"web"},
    "uvicorn": {"web/server", "web/connection"},
    "werkzeug": {"web/negotiation"},
    "mcp": {"web/assistant"},
    "vl_convert": {"views/images"},
    "httpcore2": {"curation/fetching", "curation/reaching"},
    "lxml": {"curation/page_text"},
    "pypdf": {"curation/extracting"},
    "docx": {"curation/extracting"},
    "openpyxl": {"sheets", "curation/workbook"},
    "pandas": {"answer", "analysis"},
    "httpx2": {"engines/connection"},
}
MODULES = sorted(GRAPH.rglob("*.py"))


def layer(part: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if part in names)


def imports(path: Path) -> set[str]:
    found = set()
    tree = parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            if node.module == "graph":
                found |= {f"graph.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_the_collected_set_is_whole() -> None:
    assert len(MODULES) >= 60


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(GRAPH)))
def test_imports_point_down(path: Path) -> None:
    part = path.relative_to(GRAPH).parts[0].removesuffix(".py")
    if part in ("__init__", "__main__"):
        return
    for module in imports(path):
        if not module.startswith("graph."):
            continue
        other = module.split(".")[1]
        if other != part:
            assert layer(other) > layer(part), f"{part} imports {module}, which stands beside or above it"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(GRAPH)))
def test_each_library_has_one_door(path: Path) -> None:
    name = str(path.relative_to(GRAPH)).removesuffix(".py")
    for module in imports(path):
        doors = DOORS.get(module.split(".")[0])
        if doors is not None:
            assert name in doors or name.split("/")[0] in doors, f"{name} imports {module}; its door is {doors}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(GRAPH)))
def test_a_file_knows_one_thing(path: Path) -> None:
    assert path.stem not in {"utils", "util", "helpers", "common", "manager", "misc"}
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 340


def test_no_sparql_is_made_by_pasting_values() -> None:
    """Queries are filled by `bind`. The compiler of our own shapes writes queries; hostile terms of its are tested."""
    pasted = []
    for path in set(MODULES) - {GRAPH / "checks" / "shape_queries.py"}:
        for node in ast.walk(parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                text = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
                if "WHERE {" in text or "SELECT ?" in text:
                    pasted.append(f"{path.name}:{node.lineno}")
    assert pasted == []
