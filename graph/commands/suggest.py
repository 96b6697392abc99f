"""`collab suggest`: proposes claims for a document, for a person to accept or reject."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from graph import files
from graph.answer import Cell, Thing
from graph.checks.conflicts import conflicts
from graph.commands.options import Call, command, shared
from graph.curation import editing
from graph.curation.cues import read_cues
from graph.curation.deciding import accept as accepted
from graph.curation.deciding import reject as rejected
from graph.curation.deciding import trial
from graph.curation.mention_lists import mentioned
from graph.curation.newcomers import read_heads
from graph.curation.suggesting import Suggester
from graph.curation.suggestion import Suggestion
from graph.curation.writing import difference, write_tables
from graph.errors import NotThere, Usage
from graph.facts.facts import Facts, read_facts
from graph.landscape import Landscape
from graph.wording import say, speak, spoken

COLUMNS = (
    "number", "subject", "relation", "object", "value", "from", "modality", "because", "item", "start", "end",
    "digest", "dates", "state", "may_conflict",
)  # fmt: skip
MENTIONS = ("kind", "words", "things", "value", "item", "start", "end")


@command("suggest")
@click.argument("source")
@click.option("--all", "everything", is_flag=True, help=say("options.suggest-all"))
@click.option("--mentions", is_flag=True, help=say("options.suggest-mentions"))
@click.option("--accept", metavar="N", type=click.IntRange(min=1), multiple=True, help=say("options.suggest-accept"))
@click.option("--reject", metavar="N", type=click.IntRange(min=1), multiple=True, help=say("options.suggest-reject"))
@click.option("--reason", default="", metavar="TEXT", help=say("options.suggest-reason"))
@shared("output", "force", "data")
def suggest(
    call: Call,
    source: str,
    everything: bool,
    mentions: bool,
    accept: tuple[int, ...],
    reject: tuple[int, ...],
    reason: str,
) -> None:
    """Writes a row for each proposal; with --accept or --reject writes rows of the tables instead, all or none."""
    if (accept and reject) or (reject and not reason.strip()):
        raise Usage("suggest-one-decision" if accept else "suggest-reason-wanted")
    deciding = bool(accept or reject)
    data = files.editable_data_folder(call.data) if deciding else files.data_folder(call.data)
    if deciding:
        with editing.alone(data):
            _decide(call, data, source, accept or reject, reason.strip() if reject else "")
        return
    landscape = call.landscape()
    suggester, found = _suggestions(call, data, source)
    if mentions:
        _, document = editing.document_of(data, source, call.documents)
        listed: list[tuple[Cell, ...]] = [
            (
                say(f"suggest.kind-{kind}"),
                words,
                tuple(things),
                value or None,
                sentence.item,
                sentence.start,
                sentence.end,
            )
            for kind, words, things, value, sentence in mentioned(document, suggester.gazetteer)
        ]
        call.answer(landscape.answer(say("suggest.mentions-question", source=source), MENTIONS, listed))
        return
    new = [one for one in found if one.state == "new"]
    clashes = _clashes(suggester.facts, source, new)
    rows = [_row(landscape, one, clashes.get(one.number, "")) for one in (found if everything else new)]
    call.answer(landscape.answer(say("suggest.question", source=source), COLUMNS, rows))
    states = [one.state for one in found]
    call.talk(say("suggest.summary", new=len(new), claimed=states.count("claimed"), rejected=states.count("rejected")))
    if len(new) < len(found) and not everything:
        call.talk(say("suggest.see-all"))
    if new:
        call.talk(say("suggest.never-asserts"))


def _suggestions(call: Call, data: Path, source: str) -> tuple[Suggester, list[Suggestion]]:
    _, document = editing.document_of(data, source, call.documents)
    facts = read_facts(data, editing.vocabulary())
    words = files.shipped("ontology")
    suggester = Suggester(facts, editing.ontology(), read_cues(words / "cues.csv"), read_heads(words / "heads.csv"))
    return suggester, suggester.suggest(document)


def _decide(call: Call, data: Path, source: str, numbers: tuple[int, ...], reason: str) -> None:
    language = spoken()
    speak("en")  # the language of the tables
    suggester, found = _suggestions(call, data, source)
    known = {one.number: one for one in found}
    chosen = []
    for number in dict.fromkeys(numbers):
        one = known.get(number)
        if one is None:
            speak(language)
            raise NotThere("no-suggestion", number=number, source=source, last=len(found))
        if one.state != "new":
            speak(language)
            raise NotThere("suggestion-decided", number=number, state=say(f"suggest.state-{one.state}"))
        chosen.append(one)
    if reason:
        texts, ids = rejected(data, suggester.facts, source, chosen, reason)
    else:
        texts, ids = accepted(data, suggester.facts, source, chosen)
    speak(language)
    changes = difference(data, texts)
    write_tables(data, texts, editing.vocabulary())
    click.echo(changes, nl=False)
    for name in ids:
        call.talk(say("suggest.rejected" if reason else "suggest.accepted", claim=name))


def _clashes(facts: Facts, source: str, new: list[Suggestion]) -> dict[int, str]:
    """Returns, by number, which accepted claims a suggestion may contradict, in the words of the checks."""
    found: dict[int, str] = {}
    proposed = trial(facts, source, new)
    for one in conflicts(facts, editing.ontology(), files.shipped("ontology"), proposed, date.today()):
        if one.file == "suggestion":
            found.setdefault(one.line, one.message)
    return found


def _row(landscape: Landscape, one: Suggestion, clash: str) -> tuple[Cell, ...]:
    return (
        one.number,
        _thing(landscape, one, one.subject),
        one.relation,
        _thing(landscape, one, one.object) if one.object else None,
        " ".join(part for part in (one.value, one.comparator, one.counted) if part) or None,
        one.valid_from or None,
        one.modality,
        one.reason,
        one.item,
        one.start,
        one.end,
        one.digest,
        "; ".join(one.dates) or None,
        say(f"suggest.state-{one.state}"),
        clash or None,
    )


def _thing(landscape: Landscape, one: Suggestion, id: str) -> Thing:
    node = landscape.names.of_id(id)
    if node is not None:
        return Thing(id, *landscape.names.label(node, landscape.language))
    return Thing(id, next((new.label for new in one.newcomers if new.id == id), id))
