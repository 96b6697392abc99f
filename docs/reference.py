"""Writes the reference of commands, questions, tables, exports and Python from what the program itself declares.

usage: python docs/reference.py [--check]

Writes commands.md, questions.md, tables.md, exports.md and python.md in docs/reference; with --check writes nothing
and exits 1 if a page on disk is not what the program says. The same program always gives the same bytes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGES = HERE / "reference"
sys.path[:0] = [str(HERE.parent), str(HERE)]
os.environ.pop("COLLAB_LANG", None)

import click  # noqa: E402
from api_page import python_page  # noqa: E402

from graph import wording  # noqa: E402
from graph.answer import Answer  # noqa: E402
from graph.commands.group import SECTIONS, collab  # noqa: E402
from graph.commands.options import Call  # noqa: E402
from graph.errors import CollabError, DataInvalid, NotThere, TimeLimit, Usage  # noqa: E402
from graph.exports.content import Options  # noqa: E402
from graph.exports.registry import EXPORTS, description  # noqa: E402
from graph.exports.tables import tables_of  # noqa: E402
from graph.exports.workbook import meaning  # noqa: E402
from graph.facts.tables import TABLES, Column  # noqa: E402
from graph.formats import FORMATS  # noqa: E402
from graph.landscape import open_landscape  # noqa: E402
from graph.mapping.ontology import read_ontology  # noqa: E402
from graph.oxigraph import QuerySolutions, Store  # noqa: E402
from graph.questions.library import Parameter, Question, library  # noqa: E402
from graph.wording import say  # noqa: E402

ONTOLOGY = HERE.parent / "ontology"
MADE = "<!-- Made by `python docs/reference.py`; do not edit. -->"

EXIT_CODES = (
    (0, "Done; for `check`: no error found."),
    (
        NotThere.exit_code,
        "Asked for something that is not there, or it could not be done: the file to write exists, say.",
    ),
    (Usage.exit_code, "The command, an option or a parameter is not as it should be."),
    (
        DataInvalid.exit_code,
        "The tables, the ontology or a snapshot do not hold; each finding has file, line and column.",
    ),
    (TimeLimit.exit_code, "The time limit of `--timeout` was reached."),
    (130, "Stopped with Ctrl-C."),
)
FORMAT_NOTES = {
    "table": "For people, wrapped to the terminal, where it is the default. What every row shares stands above.",
    "csv": "A column of things becomes two, the label and `…_id`; the default in a pipe.",
    "tsv": "As csv, with tabs between.",
    "json": "One object, the envelope below.",
    "ndjson": "One JSON object a line, a line for each row.",
    "markdown": "A table to paste into a document.",
    "xlsx": "A workbook; needs `-o FILE.xlsx`. No cell is ever a formula.",
}
ENVELOPE_NOTES = {
    "question": "the question as understood, names filled in",
    "parameters": "each parameter as it was resolved",
    "as_of": "the day that the answer is for",
    "lens": "which claims counted as fact, in words",
    "data_version": "the first twelve digits of the snapshot's SHA-256",
    "columns": "the names of the columns, in order",
    "rows": 'one object a row; a thing is `{"id", "label"}`, not stated is `null`, dates are as the source gave them',
    "assumptions": "what the question takes for granted",
    "not_known": "what no source states",
}
VARIABLES = (
    ("COLLAB_DATA", "the folder of tables, as `--data`"),
    ("COLLAB_DOCUMENTS", "the folder with the texts of the sources, as `--documents`"),
    ("COLLAB_STATE", "where snapshots are kept; else `police-collaboration` in the user's cache folder"),
    ("COLLAB_LANG", "`en` or `cy`, for help and sentences; `--lang` outranks it"),
    ("NO_COLOR", "if set, nothing is coloured or bold"),
)
KIND_NOTES = {
    "id": "lower case, digits, hyphens",
    "ref": "an id of a row elsewhere",
    "class": "a [class](ontology-en.html#group-classes) of the ontology",
    "relation": "a [relation](ontology-en.html#group-claimable) that claims may use",
    "word": "a word of a list below",
    "date": "`2006` · `2013-07` · `2021-07-19` · `FY2020/21` · `[2021-11-24..]` · `[..2013]`, with `?` or `~`",
    "text": "free text",
    "number": "a decimal number",
    "integer": "a whole number",
    "digest": "16 hex digits",
    "sha256": "64 hex digits",
    "url": "an http or https address",
    "file": "a file name without a folder",
}

EXPORTS_HEAD = (
    "`collab export FORMAT -o FILE`, in Python `landscape.export(format, to)`, with a file or a binary stream.",
    "The lens (`--as-of`, `--standing`, `--include-planned`) decides what counts as fact, and stands in the",
    "export. Each is read back and compared before it is put in place; what a format cannot hold is refused",
    "with its place. The same tables, lens and program give the same bytes.",
    "",
)
EXPORTS_FOOT = (
    "## Cells that begin with =",
    "",
    "`csv-spreadsheet` puts an apostrophe before a cell that a spreadsheet could run as a formula (it begins",
    "with `=`, `+`, `-`, `@`, one of their wide forms, a tab, a return or a line feed, spaces aside) and before",
    "one that begins with an apostrophe. The column `escaping` says so in each row: take one apostrophe off the",
    "front of a cell to get it back.",
    "",
    "A cell of more than 32,767 characters, which a spreadsheet would cut, is refused there and in `xlsx`.",
    "Control characters are refused in `xlsx`, `graphml`, `gexf` and `ro-crate`, which hold XML. `json`,",
    "`ndjson`, `csv` and the RDF formats hold them all.",
    "",
)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yields the lines of a Markdown table, bars in cells escaped."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"
    yield ""


def examples(epilog: str) -> str:
    """Returns the examples that end a help text, each as code behind the word before the colon."""
    word, colon, rest = " ".join(epilog.split()).partition(": ")
    return f"{word}{colon}{' · '.join(code(one) for one in rest.split(' · '))}" if colon else word


def code(text: str) -> str:
    """Returns text as code, or nothing for nothing."""
    return f"`{text}`" if text else ""


def verbs() -> dict[str, tuple[str, click.Command]]:
    """Returns each verb's section and command, in the order of `collab --help`."""
    context = click.Context(collab, info_name="collab")
    listed = collab.list_commands(context)
    known = {name for names in SECTIONS.values() for name in names}
    found: dict[str, tuple[str, click.Command]] = {}
    for section, names in SECTIONS.items():
        extra = [name for name in listed if name not in known] if section == "ask" else []
        for name in [*names, *extra]:
            command = collab.get_command(context, name)
            if command is not None:
                found[name] = (section, command)
    return found


def option_row(option: click.Parameter, context: click.Context) -> tuple[str, str]:
    """Returns how an option is written, and its help."""
    written = ", ".join(f"`{name}`" for name in [*option.opts, *option.secondary_opts])
    if isinstance(option, click.Option) and not option.is_flag:
        written += f" {code(option.make_metavar(context))}"
    text = getattr(option, "help", None) or ""
    if isinstance(option, click.Option) and option.show_default:
        text += f" Default: `{option.default if option.show_default is True else option.show_default}`."
    return written, text


def options_of(
    command: click.Command, context: click.Context, shared: dict[str, tuple[str, str]]
) -> tuple[list[tuple[str, str]], list[str]]:
    """Returns a verb's own options as rows, and the names of those that it shares; these are added to `shared`."""
    own, seen = [], []
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Option) and "--help" not in parameter.opts:
            written, text = option_row(parameter, context)
            if parameter.name in Call.__dataclass_fields__:
                shared.setdefault(str(parameter.name), (written, text))
                seen.append(code(parameter.opts[-1]))
            else:
                own.append((written, text))
    return own, seen


def subcommands(verb: str, group: click.Group, shared: dict[str, tuple[str, str]]) -> Iterator[str]:
    """Yields the lines of the verbs that stand below another."""
    for name, command in group.commands.items():
        context = click.Context(command, info_name=f"collab {verb} {name}")
        yield from (f"#### collab {verb} {name}", "", " ".join((command.help or "").split()), "", "```console")
        yield f"$ {context.command_path} {' '.join(command.collect_usage_pieces(context))}"
        yield from ("```", "")
        own, seen = options_of(command, context, shared)
        if own:
            yield from table(("option", "meaning"), own)
        yield from (f"Shared options: {' '.join(seen)}", "", examples(command.epilog or ""), "")


def commands_page(questions: dict[str, Question]) -> Iterator[str]:
    """Yields the lines of commands.md."""
    shared: dict[str, tuple[str, str]] = {}
    by_verb = {question.verb: question for question in questions.values() if question.verb}
    yield from ("# Commands", "", MADE, "")
    yield "`collab` is also `python cli.py` in a checkout and `python -m graph`. " + say("help.collab").split("\n")[0]
    yield ""
    yield "Answers go to stdout, everything else to stderr; `-` stands for stdin or stdout. A name is matched by id,"
    yield "label, abbreviation, former or Welsh name; an ambiguous one lists candidates, an unknown one the nearest."
    yield ""
    last = ""
    for name, (section, command) in verbs().items():
        if section != last:
            yield from (f"## {say(f'help.section-{section}')}", "")
            last = section
        context = click.Context(command, info_name=f"collab {name}")
        yield from (f"### collab {name}", "", " ".join((command.help or "").split()), "")
        yield from (
            "```console",
            f"$ {context.command_path} {' '.join(command.collect_usage_pieces(context))}",
            "```",
            "",
        )
        own, seen = options_of(command, context, shared)
        if own:
            yield from table(("option", "meaning"), own)
        if seen:
            yield from (f"Shared options: {' '.join(seen)}", "")
        if isinstance(command, click.Group):
            yield from subcommands(name, command, shared)
        if name in by_verb:
            yield from (f"It is the question [{by_verb[name].id}](questions.md#{by_verb[name].id}).", "")
        yield from (examples(command.epilog or ""), "")
    yield from ("## Shared options", "", "Every verb also has `-h`, `--help`.", "")
    yield from table(("option", "meaning"), [shared[name] for name in Call.__dataclass_fields__ if name in shared])
    yield from ("## Exit codes", "")
    yield from table(("code", "meaning"), [(str(number), text) for number, text in EXIT_CODES])
    yield from ("## Formats", "")
    yield from table(("`-f`", "how"), [(code(name), FORMAT_NOTES[name]) for name in FORMATS])
    yield from ("## The JSON envelope", "", "`-f json` prints one object, the same for every question:", "")
    keys = Answer("", (), (), "", "", "").envelope()
    yield from table(("key", "holds"), [(code(key), ENVELOPE_NOTES[key]) for key in keys])
    yield from ("## Environment", "")
    yield from table(("variable", "meaning"), [(code(name), text) for name, text in VARIABLES])


def limits(parameter: Parameter) -> str:
    """Returns what a parameter takes, in words."""
    if parameter.scheme:
        return f"a word of [{parameter.scheme}](tables.md#{parameter.scheme})"
    if parameter.kind == "thing":
        kinds = ", ".join(f"[{name}](ontology-en.html#{name})" for name in parameter.classes)
        return f"a thing: {kinds}" if kinds else "any thing"
    return {"date": "a day, as 2021-11-24", "flag": "true or false", "number": "a whole number"}.get(
        parameter.kind, "text"
    )


def columns(question: Question) -> tuple[str, ...]:
    """Returns the columns of a question's answer, as the engine reads them from its query."""
    results = Store().query(question.query)
    return tuple(one.value for one in results.variables) if isinstance(results, QuerySolutions) else ("answer",)


def questions_page(questions: dict[str, Question]) -> Iterator[str]:
    """Yields the lines of questions.md."""
    groups: dict[str, list[Question]] = {}
    for question in questions.values():
        groups.setdefault(question.group, []).append(question)
    yield from ("# Questions", "", MADE, "")
    yield "Each is a file of `ontology/questions/`: SPARQL under a header. Ask by id, `collab ask ID name=value …`"
    yield 'or as you would say it, in English or Welsh; from Python, `landscape.ask("ID", name="value")`.'
    yield "`collab ask ID … --show` prints the SPARQL. Welsh texts are drafts unless marked as reviewed."
    yield ""
    yield from table(
        ("group", "questions"),
        [
            (f"[{group}](#group-{group})", ", ".join(f"[{one.id}](#{one.id})" for one in groups[group]))
            for group in sorted(groups)
        ],
    )
    for group in sorted(groups):
        yield from (f"## Group: {group}", "")
        for question in groups[group]:
            yield from (f"### {question.id}", "", f"**{question.title('en')}**<br>", f"*{question.title('cy')}*", "")
            if question.verb:
                yield from (f"Also a command: [`collab {question.verb}`](commands.md#collab-{question.verb}).", "")
            if question.welsh == "reviewed":
                yield from ("The Welsh has been reviewed.", "")
            if question.parameters:
                yield from table(
                    ("parameter", "takes", "needed"),
                    [(code(one.name), limits(one), "yes" if one.required else "no") for one in question.parameters],
                )
            yield f"- Columns: {', '.join(map(code, columns(question)))}"
            for language, name in (("en", "In English"), ("cy", "In Welsh")):
                phrasings = question.texts.get(("phrasing", language), ())
                if phrasings:
                    yield f"- {name}: " + " · ".join(f"“{one}”" for one in phrasings)
            for example in question.examples or ("",):
                yield f"- Example: {code(f'collab ask {question.id} {example}'.strip())}"
            yield ""


def column_row(column: Column) -> tuple[str, str, str, str]:
    """Returns a column's name, kind, whether it is needed, and what it refers to."""
    if column.scheme:
        holds = " or ".join(f"a word of [{one}](#{one})" for one in column.scheme.split("|"))
    elif column.refers:
        holds = "an id of " + ", ".join(
            "a [word](#words), as `scheme-word`" if one == "concepts" else f"[{one}](#{one})" for one in column.refers
        )
    else:
        holds = KIND_NOTES[column.kind]
    return (
        code(column.name),
        column.kind,
        "yes" if column.required else "",
        holds + ("; several with `;`" if column.many else ""),
    )


def tables_page() -> Iterator[str]:
    """Yields the lines of tables.md."""
    schemes = read_ontology(ONTOLOGY).vocabulary.schemes
    used = {one for each in TABLES.values() for column in each.columns for one in column.scheme.split("|") if one}
    yield from ("# Tables", "", MADE, "")
    yield "What each file of `data/` may hold, as the reader enforces it: UTF-8, comma, a header row with these"
    yield "columns in this order. How to use them is in [data/README.md](../../data/README.md)."
    yield ""
    for each in TABLES.values():
        yield from (
            f"## {each.name}",
            "",
            f"`{each.name}.csv`. No two rows share {', '.join(map(code, each.key))}.",
            "",
        )
        yield from table(("column", "kind", "required", "holds"), map(column_row, each.columns))
    yield from ("## Words", "", "The lists that a column of kind *word* may use. What each word means is in the")
    yield from ("[ontology](ontology-en.html#group-schemes).", "")
    for name in sorted(schemes):
        note = "" if name in used else " (no column of its own)"
        yield from (f"### {name}", "", " · ".join(map(code, sorted(schemes[name]))) + note, "")


def exports_page() -> Iterator[str]:
    """Yields the lines of exports.md."""
    yield from ("# Exports", "", MADE, "")
    yield from EXPORTS_HEAD
    options = {name: "--" + name.replace("_", "-") for name in vars(Options())}
    yield from table(
        ("format", "ending", "media type", "holds", "options"),
        (
            (
                code(name),
                code(one.suffix),
                code(one.media_type),
                description(name),
                " ".join(code(options[option]) for option in options if option in one.options),
            )
            for name, one in EXPORTS.items()
        ),
    )
    yield from (
        "## Tables",
        "",
        "What the tables of an export hold. A blank cell is *not stated*; a list stands with `;` between.",
        "",
    )
    with open_landscape(ONTOLOGY.parent / "data", as_of="2026-11-22") as landscape:
        tables = tables_of(landscape)
    for name, one in tables.items():
        yield from (
            f"### {name}",
            "",
            f"{say(f'export.file.{name}')}. No two rows share {', '.join(map(code, one.key))}.",
            "",
        )
        yield from table(
            ("column", "kind", "holds"),
            ((code(column.name), column.kind, meaning(column.name)) for column in one.columns),
        )
    yield from EXPORTS_FOOT


def pages() -> dict[str, bytes]:
    """Returns the pages by file name."""
    wording.speak("en")
    questions = library(ONTOLOGY)
    made = {
        "commands.md": commands_page(questions),
        "questions.md": questions_page(questions),
        "tables.md": tables_page(),
        "exports.md": exports_page(),
        "python.md": python_page(MADE),
    }
    return {name: ("\n".join(lines).rstrip("\n") + "\n").encode() for name, lines in made.items()}


def main(arguments: list[str]) -> int:
    """Writes or checks the pages; returns the exit code."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write(__doc__ or "")
        return 2
    assert CollabError.exit_code == NotThere.exit_code, "a plain CollabError ends as NotThere does"
    stale = []
    for name, content in pages().items():
        path = PAGES / name
        if path.is_file() and path.read_bytes() == content:
            continue
        stale.append(name)
        if not arguments:
            PAGES.mkdir(exist_ok=True)
            path.write_bytes(content)
    if arguments and stale:
        sys.stderr.write(f"stale: {', '.join(stale)}; run python docs/reference.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
