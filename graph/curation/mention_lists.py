"""Lists that mentions form in a sentence, and everything that a document mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.curation.mentions import Gazetteer, Mention, dates, numbers, sums
from graph.curation.sentences import Sentence, sentences
from graph.facts.documents import Document


def is_name(mention: Mention) -> bool:
    """Tells a name from a common word that some source uses as one."""
    return " " in mention.words or any(map(str.isupper, mention.words))


def lists(words: str, mentions: list[Mention]) -> list[list[Mention]]:
    """Returns the lists that mentions form, in the order of the text: what is between their members only joins."""
    found: list[list[Mention]] = []
    for mention in mentions:
        between = words[found[-1][-1].end : mention.start] if found else "."
        if not found or re.search(r"\w", re.sub(r"\b(?:and|the|a|ac|yr?|as well as)\b", "", between)):
            found.append([])
        found[-1].append(mention)
    return found


def last_list(words: str, mentions: list[Mention]) -> list[Mention]:
    """Returns the mentions of the list that stands last."""
    return lists(words, mentions)[-1] if mentions else []


def mentioned(document: Document, gazetteer: Gazetteer) -> Iterator[tuple[str, str, tuple[str, ...], str, Sentence]]:
    """Yields everything that a document mentions: kind, words, things, value, sentence."""
    for sentence in sentences(document):
        for mention in gazetteer.mentions(sentence.words):
            yield "name", mention.words, tuple(sorted(mention.things)), "", sentence
        for kind, figures in (("date", dates), ("money", sums), ("number", numbers)):
            for figure in figures(sentence.words):
                yield kind, figure.words, (), figure.value, sentence
