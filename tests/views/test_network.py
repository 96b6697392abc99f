"""The page as text: complete, offline, in both languages, and deaf to what labels say."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import networkx as nx
import pytest

from graph.views.network import network_page
from graph.wording import say, spoken

from .sample import around, sample

HOSTILE = [
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "\"' onmouseover='window.pwned=1'",
    "{{ 7*7 }}{% raw %}",
    "javascript:window.pwned=1",
    "<!--<script>",
    "]]><svg onload=window.pwned=1>",
    "a\u202eb\u2066c\u0000d\u2028e",
    "__proto__",
    "constructor",
    "<script>window.pwned=1</script>",
    "<ScRiPt src=//x.invalid/x.js></sCrIpT>",
    "<svg/onload=window.pwned=1>",
    "<svg><script>window.pwned=1</script></svg>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'>",
    "<iframe src=javascript:parent.pwned=1>",
    "<details open ontoggle=window.pwned=1>",
    "<body onload=window.pwned=1>",
    "<input autofocus onfocus=window.pwned=1>",
    "<video><source onerror=window.pwned=1>",
    "<math><mtext></table><img src=x onerror=window.pwned=1>",
    "<a href=javascript:window.pwned=1>href</a>",
    "<base href=//x.invalid/>",
    "<meta http-equiv=refresh content='0;url=//x.invalid'>",
    "<link rel=stylesheet href=//x.invalid/x.css>",
    "<style>*{background:url(//x.invalid/x)}</style>",
    "<object data=//x.invalid/x>",
    "<form action=//x.invalid><button autofocus>",
    "</title><script>window.pwned=1</script>",
    "</style><script>window.pwned=1</script>",
    "</textarea></select></option><script>window.pwned=1</script>",
    "--><script>window.pwned=1</script>",
    "<![CDATA[<script>window.pwned=1</script>]]>",
    '"><script>window.pwned=1</script>',
    "'-window.pwned=1-'",
    '\\"-window.pwned=1//',
    "${window.pwned=1}",
    "`;window.pwned=1;`",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "&#60;img src=x onerror=window.pwned=1&#62;",
]


class Reader(HTMLParser):
    """Collects elements with attributes, and the text inside each kind of element."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside.append(tag)
        self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts[self.inside[-1]][-1] += data


def hostile() -> nx.MultiDiGraph:
    """Returns a network that has every hostile text in every field."""
    network = nx.MultiDiGraph(language="en", day="2021-11-24")
    for name in ("title", "subtitle", "question", "lens", "data_version"):
        network.graph[name] = " ".join(HOSTILE)
    network.graph.update(sources=HOSTILE, notes=HOSTILE)
    kinds = ["board", "arrangement", "service", "force", "agency"]
    for number, text in enumerate(HOSTILE):
        network.add_node(text, label=text, label_language="cy", kind=kinds[number % 5], kind_label=text, level=text,
                         note=text)  # fmt: skip
    for number, text in enumerate(HOSTILE):
        passage = dict.fromkeys(("source_id", "source", "date", "item", "reading", "passage"), text)
        network.add_edge(text, HOSTILE[number - 1], key=text, relation=text, label=text, grade="stated",
                         modality="actual", standing="contested", valid_from=text, valid_to=text, last_attested=text,
                         evidence=[{"stance": "supports", **passage}])  # fmt: skip
    return network


@pytest.fixture(scope="module")
def page() -> Reader:
    return Reader(network_page(sample()))


def test_the_page_asks_nobody_for_anything(page: Reader) -> None:
    for tag, attributes in page.tags:
        assert not {"src", "srcset", "action", "poster", "background", "ping"} & set(attributes), tag
        assert tag not in ("link", "iframe", "object", "embed", "base", "form", "img"), tag
        assert attributes.get("href", "#").startswith("#")
    style = page.texts["style"][0]
    assert "url(" not in style
    assert "@import" not in style
    policy = next(a["content"] for t, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "connect-src 'none'" in policy


def test_every_relation_is_in_the_table_and_in_the_data_with_its_evidence(page: Reader) -> None:
    network = sample()
    rows = [a["data-line"] for t, a in page.tags if t == "tr" and "data-line" in a]
    data = json.loads(page.texts["script"][0])
    assert len(rows) == len(set(rows)) == network.size() == len(data["edges"])
    assert set(rows) == set(data["lines"])
    assert len(data["nodes"]) == len(network)
    assert {line["claim"] for line in data["lines"].values()} == {claim for *_, claim in network.edges(keys=True)}
    assert all(line["evidence"][0]["item"] for line in data["lines"].values())
    by_id = {edge["id"]: edge for edge in data["edges"]}
    assert all((by_id[k]["from"], by_id[k]["to"]) == (line["from"], line["to"]) for k, line in data["lines"].items())


def test_the_key_shows_what_occurs_and_nothing_else(page: Reader) -> None:
    assert say("views.standing.contested") in page.texts["li"]
    small = Reader(network_page(around(sample(), "jfu")))
    items = [text.strip() for text in small.texts["li"]]
    assert items == [
        "Governance board", "Boards named only by kind", "Collaboration", "Police force", "Policing body",
        "maintains", "governed or overseen by", "reports to", "taking part", "stated", "general statement",
        say("views.key.merge"),
    ]  # fmt: skip


def test_the_same_network_gives_the_same_bytes() -> None:
    assert network_page(sample()) == network_page(sample())


def test_the_network_handed_in_is_not_changed() -> None:
    network = sample()
    network_page(network)
    assert nx.utils.graphs_equal(network, sample())


def test_welsh_page_is_marked_and_english_labels_in_it_too() -> None:
    network = around(sample(), "jfu")
    network.graph["language"] = "cy"
    reader = Reader(network_page(network))
    assert dict(reader.tags)["html"]["lang"] == "cy"
    assert spoken() == "en"
    assert "Tystiolaeth" in reader.texts["h2"]
    spans = [attributes for tag, attributes in reader.tags if tag == "span"]
    marked = [text for a, text in zip(spans, reader.texts["span"], strict=True) if a.get("lang") == "en"]
    assert "Joint Firearms Unit" in marked


def test_hostile_texts_make_no_elements() -> None:
    clean = Reader(network_page(hostile()))
    assert not [tag for tag, _ in clean.tags if tag in ("img",)]
    assert len([tag for tag, _ in clean.tags if tag == "script"]) == 9
    assert not [name for _, attributes in clean.tags for name in attributes if name.startswith("on")]
    assert all(a.get("href", "#").startswith("#") for _, a in clean.tags)
    text = network_page(hostile())
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u0000]", text)
    data = json.loads(clean.texts["script"][0])
    assert {thing["label"] for thing in data["things"].values()} >= {HOSTILE[0], "__proto__"}
