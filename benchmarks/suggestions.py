"""How good the suggestions are: precision and recall on documents whose claims are known.

usage: python benchmarks/suggestions.py [--data DIR] [--first-sight] [--missed] [SOURCE ...]
       with COLLAB_DOCUMENTS set; without SOURCE every source whose document is on hand

A claim is right if the tables have it, with evidence in that source: same subject, relation, and object or value.
Recall is over the claims of relations that cue words know, and over all claims of the source. Names come from the
same tables, and the cue words were written with the two Gwent documents at hand, so their figures flatter; a
document entered later is the fair measure. `--first-sight` leaves out of the tables what only this source has,
as it was when a curator first met the document; a name that no table has then counts as the thing that later
got it.
"""

from __future__ import annotations

# ruff: noqa: T201
import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from graph import files
from graph.curation.cues import read_cues
from graph.curation.editing import document_of, ontology, vocabulary
from graph.curation.newcomers import Newcomer, read_heads
from graph.curation.suggesting import Suggester
from graph.errors import NotThere
from graph.facts.facts import Facts, read_facts


def main() -> int:
    """Prints one block of lines for each source."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--first-sight", action="store_true", help="with the tables as they were without the source")
    parser.add_argument("--missed", action="store_true", help="list what was missed and what was wrong")
    given = parser.parse_args()
    data = files.data_folder(given.data)
    facts = read_facts(data, vocabulary())
    cues = read_cues(files.shipped("ontology") / "cues.csv")
    known = {cue.relation for cue in cues} | {"abbreviation", "skos:prefLabel"}
    heads = read_heads(files.shipped("ontology") / "heads.csv")
    claims = {row["claim_id"]: row for row in facts["claims"]}
    sources = given.sources or [row["source_id"] for row in facts["sources"] if row["file"]]
    measured = 0
    for source in sources:
        try:
            _, document = document_of(data, source, None)
        except NotThere as reason:
            print(f"{source}: not measured. {reason}", file=sys.stderr)
            continue
        measured += 1
        known_then = before(facts, source) if given.first_sight else facts
        suggester = Suggester(known_then, ontology(), cues, heads)
        about = {
            name
            for row in facts["evidence"]
            if row["source_id"] == source and row["stance"] == "supports"
            for name in row.many("about")
        }
        truth = {
            (row["subject"], row["relation"], row["object"] or row["value"].casefold())
            for name, row in claims.items()
            if name in about
        }
        reach = {key for key in truth if key[1] in known}
        suggested = suggester.suggest(document)
        same = {new.id: named(facts, new) for one in suggested for new in one.newcomers}
        found = {
            (same.get(one.subject, one.subject), one.relation, same.get(one.object, one.object) or one.value.casefold())
            for one in suggested
        }
        right = found & truth
        print(f"{source}: {len(found)} suggested, {len(right)} of them claimed from this source")
        print(f"  precision {share(len(right), len(found))}")
        print(f"  recall    {share(len(right), len(reach))} of the claims whose relation has cue words")
        print(f"            {share(len(right), len(truth))} of all claims of the source")
        for relation in sorted({key[1] for key in reach | found}):
            hits, said, claimed = (sum(key[1] == relation for key in keys) for keys in (right, found, reach))
            print(f"    {relation:<22}{hits:>4} right of {said:>3} suggested, {claimed:>3} claimed")
        if given.missed:
            for mark, keys in (("wrong ", found - truth), ("missed", reach - found)):
                for key in sorted(keys):
                    print(f"  {mark}  {'  '.join(key)}")
    if not measured:
        print("No document is on hand: set COLLAB_DOCUMENTS to the folder that holds them.", file=sys.stderr)
    return 0 if measured else 1


def before(facts: Facts, source: str) -> Facts:
    """Returns the tables without the things and claims that no other source supports."""
    elsewhere = {
        name for row in facts["evidence"] if row["source_id"] != source for name in row.many("about")
    }  # fmt: skip
    here = {name for row in facts["evidence"] if row["source_id"] == source for name in row.many("about")} - elsewhere
    claims = tuple(row for row in facts["claims"] if row["claim_id"] not in here)
    left = {name for row in claims for name in (row["subject"], row["object"])}
    gone = {row[end] for row in facts["claims"] if row["claim_id"] in here for end in ("subject", "object")} - left
    entities = tuple(row for row in facts["entities"] if row["entity_id"] not in gone)
    return Facts({**facts.tables, "claims": claims, "entities": entities})


def named(facts: Facts, new: Newcomer) -> str:
    """Returns the id of the one thing that now has the name of a newcomer, else the newcomer's own."""
    names = {
        row["subject"]
        for row in facts["claims"]
        if row["relation"] in ("skos:prefLabel", "skos:altLabel")
        and row["value"].rpartition("@")[0].casefold() == new.label.casefold()
    }
    return names.pop() if len(names) == 1 else new.id


def share(part: int, whole: int) -> str:
    """Returns a share with its numbers."""
    return f"{part}/{whole} = {part / whole:.0%}" if whole else "0/0"


if __name__ == "__main__":
    sys.exit(main())
