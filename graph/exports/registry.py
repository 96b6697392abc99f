"""The formats there are, as data, and `export`: written, read back, compared, and only then put in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from graph import files
from graph.errors import CollabError, NotThere, Usage
from graph.exports.content import NO_OPTIONS, Content, Options, content_of
from graph.wording import say, speaking

if TYPE_CHECKING:
    from graph.landscape import Landscape


@dataclass(frozen=True)
class Format:
    """A format: endings of its files, media type, the module that knows it, and which options say something to it.

    `write`, `read` and `expected` name functions there: content to bytes, bytes to what a reader finds, content to
    what a reader has to find.
    """

    suffixes: tuple[str, ...]
    media_type: str
    module: str
    write: str = "write"
    read: str = "read"
    expected: str = "expected"
    options: frozenset[str] = frozenset()

    @property
    def suffix(self) -> str:
        """The usual ending of its files."""
        return self.suffixes[0]

    def takes(self, path: Path) -> bool:
        """Tells whether a file may have that name: with an ending of its own, or one that is no other format's."""
        ending = path.suffix.lower()
        return ending in self.suffixes or ending not in _ENDINGS

    def function(self, name: str) -> Callable[..., Any]:
        """Returns one of the three functions, its module loaded when first wanted."""
        found: Callable[..., Any] = getattr(import_module(f"graph.exports.{self.module}"), name)
        return found


_TABLE = frozenset({"table"})
_NETWORK = frozenset({"thing", "who_with_whom", "without_national"})
_JSON = "application/json"

EXPORTS: dict[str, Format] = {
    "csv": Format((".csv",), "text/csv", "delimited", expected="rows_of", options=_TABLE),
    "csv-spreadsheet": Format(
        (".csv",), "text/csv", "delimited", "write_for_spreadsheets", "read_from_spreadsheets", "rows_of", _TABLE
    ),
    "xlsx": Format((".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "workbook"),
    "json": Format((".json",), _JSON, "objects"),
    "ndjson": Format((".ndjson", ".jsonl"), "application/x-ndjson", "objects", "write_lines", "read_lines",
                     "expected_lines"),
    "csvw": Format((".zip",), "application/zip", "csvw"),
    "turtle": Format((".ttl",), "text/turtle", "rdf", "write_turtle", "read_turtle", "expected_facts"),
    "trig": Format((".trig",), "application/trig", "rdf", "write_trig", "read_trig"),
    "nquads": Format((".nq",), "application/n-quads", "rdf", "write_nquads", "read_nquads"),
    "jsonld": Format((".jsonld", ".json"), "application/ld+json", "jsonld"),
    "rdf12": Format((".trig",), "application/trig;version=1.2", "rdf", "write_reified", "read_trig",
                    "expected_reified"),
    "graphml": Format((".graphml",), "application/graphml+xml", "networks", "write_graphml", "read_graphml",
                      options=_NETWORK),
    "gexf": Format((".gexf",), "application/gexf+xml", "networks", "write_gexf", "read_gexf", options=_NETWORK),
    "cytoscape": Format((".cyjs", ".json"), _JSON, "networks", "write_cytoscape", "read_cytoscape", options=_NETWORK),
    "neo4j": Format((".zip",), "application/zip", "neo4j"),
    "dcat": Format((".ttl",), "text/turtle", "rdf", "write_description", "read_turtle", "expected_description"),
    "ro-crate": Format((".zip",), "application/zip", "crate"),
}  # fmt: skip


# What a file's name says to those who open it: the endings of these formats, of answers and of pictures.
_ENDINGS = {suffix for one in EXPORTS.values() for suffix in one.suffixes} | {
    ".tsv", ".md", ".html", ".svg", ".png", ".pdf", ".xls", ".rdf", ".nt", ".cypher"
}  # fmt: skip


def description(name: str) -> str:
    """Returns what a format holds and for whom, in the language in force."""
    format_named(name)
    return say(f"export.format.{name}")


def format_named(name: str) -> Format:
    """Returns the format of that name; Usage, with those there are, for another."""
    if name not in EXPORTS:
        raise Usage("export-format", found=name, known=", ".join(EXPORTS))
    return EXPORTS[name]


def exported(landscape: Landscape, name: str, options: Options = NO_OPTIONS) -> bytes:
    """Returns the landscape in a format, read back and compared: nothing is lost, or it is refused.

    The same landscape, lens and options give the same bytes. Usage for an unknown format, table or an option that
    says nothing to the format; NotThere for an unknown thing; CollabError, with the place, for what the format
    cannot hold.
    """
    chosen = format_named(name)
    for option, given in vars(options).items():
        if given and option not in chosen.options:
            raise Usage("export-option", format=name, option="--" + option.replace("_", "-"))
    with speaking(landscape.language):
        return written(content_of(landscape, options), name)


def written(content: Content, name: str) -> bytes:
    """Returns content in a format, compared with what a reader of the bytes finds; CollabError if that differs."""
    chosen = format_named(name)
    made: bytes = chosen.function(chosen.write)(content)
    try:
        found = chosen.function(chosen.read)(made)
    except Exception as problem:  # whatever stops a reader stops the export
        raise CollabError("export-not-same", format=name, reason=str(problem)[:200]) from None
    if found != chosen.function(chosen.expected)(content):
        raise CollabError("export-not-same", format=name, reason="≠")
    return made


def export(
    landscape: Landscape,
    name: str,
    to: str | Path | IO[bytes],
    options: Options = NO_OPTIONS,
    *,
    overwrite: bool = False,
) -> Path | None:
    """Writes the landscape in a format to a file, whole or not at all, or to a binary stream; returns the file's path.

    Errors as `exported`; also Usage for a file whose ending is another format's, CollabError if the file exists and
    `overwrite` is off, NotThere if its folder is missing.
    """
    if not isinstance(to, str | Path):
        to.write(exported(landscape, name, options))
        return None
    path = Path(to)
    chosen = format_named(name)
    if not chosen.takes(path):
        raise Usage("export-ending", path=path, format=name, known=" ".join(chosen.suffixes))
    if path.exists() and not overwrite:
        raise CollabError("file-exists", path=path)
    if not path.parent.is_dir():
        raise NotThere("no-folder", path=path.parent)
    files.write_bytes(path, exported(landscape, name, options), overwrite=overwrite)
    return path
