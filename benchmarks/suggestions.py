"""How good the suggestions are: precision and recall on documents whose claims are known.

usage: python benchmarks/suggestions.py [--data DIR] [--missed] SOURCE ...     with COLLAB_DOCUMENTS set

A claim is right if the tables have it, with evidence in that source: same subject, relation, and object or value.
Recall is over the claims of relations that cue words know, and over all claims of the source. Names come from the
same tables, and the cue words were written with the two Gwent documents at hand, so their figures flatter; a
document entered later is the fair measure.
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
from graph.curation.suggesting import Suggester
from graph.facts.facts import read_facts


def main() -> int:
    """Prints one block of lines for each source."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", default=["gpcc-web", "gp-2021-11"])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--missed", action="store_true", help="list what was missed and what was wrong")
    given = parser.parse_args()
    data = files.data_folder(given.data)
    facts = read_facts(data, vocabulary())
    cues = read_cues(files.shipped("ontology") / "cues.csv")
    known = {cue.relation for cue in cues} | {"abbreviation"}
    suggester = Suggester(facts, ontology(), cues)
    claims = {row["claim_id"]: row for row in facts["claims"]}
    for source in given.sources or ["gpcc-web", "gp-2021-11"]:
        _, document = document_of(data, source, None)
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
        found = {one.key for one in suggester.suggest(document)}
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
    return 0


def share(part: int, whole: int) -> str:
    """Returns a share with its numbers."""
    return f"{part}/{whole} = {part / whole:.0%}" if whole else "0/0"


if __name__ == "__main__":
    sys.exit(main())
