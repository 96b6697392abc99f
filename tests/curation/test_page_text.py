"""A web page becomes the words that its readers see, in lines that items can be cut from."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.curation.freezing import freeze
from graph.curation.page_text import page_text
from graph.errors import CollabError

FRAME = """<!doctype html><html><head><title>Unit – Shires PCC</title><style>p{{}}</style><script>alert(1)</script></head>
<body><nav><ul><li>Home</li></ul></nav><header>Shires</header>{body}<footer>Cookies</footer></body></html>"""


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<main><h1>Joint  unit</h1><p>Two\nforces <b>share</b> it.</p></main>", "# Joint unit\n\nTwo forces share it.\n"),
        ("<h1>One</h1><div>a<div>b</div>c</div>", "# One\n\na\n\nb\n\nc\n"),
        ("<p>No heading.</p>", "# Unit – Shires PCC\n\nNo heading.\n"),
        ("<h1>A</h1><h2>B</h2><ul><li>x</li><li>y <a href='/'>z</a></li></ul>", "# A\n\n## B\n\n- x\n\n- y z\n"),
        ("<h1>A</h1><table><tr><th>Who</th><th>What</th></tr><tr><td>N  S</td><td>Dogs</td></tr></table>",
         "# A\n\nWho | What\nN S | Dogs\n"),
        ("<h1>A</h1>one<br>two<p>three</p>", "# A\n\none\n\ntwo\n\nthree\n"),
        ("<h1>A</h1><p hidden>no</p><p aria-hidden='true'>no</p><form>no</form><!-- no --><p>yes</p>", "# A\n\nyes\n"),
        ("<h1>A</h1><p>&lt;b&gt; &amp; caf&eacute;&nbsp;&#x200b;</p>", "# A\n\n<b> & café \u200b\n"),
        ("<h1>Gŵyr</h1><p>un<p>dau", "# Gŵyr\n\nun\n\ndau\n"),
        ("<main></main><h1>A</h1><p>beside an empty main</p>", "# A\n\nbeside an empty main\n"),
    ],
)  # fmt: skip
def test_what_a_reader_sees(body: str, text: str) -> None:
    assert page_text(FRAME.format(body=body).encode(), "utf-8") == text


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        ("<h1>Gŵyr</h1>".encode(), ""),
        ("<h1>Gŵyr</h1>".encode(), "no-such-charset"),
        ("<h1>Gŵyr</h1>".encode("utf-16"), "utf-16"),
        ('<meta charset="iso-8859-14"><h1>G\u0175yr</h1>'.encode("iso-8859-14"), ""),
        ("<h1>G\u0175yr</h1>".encode("iso-8859-14"), "iso-8859-14"),
    ],
)
def test_the_charset_of_server_text_or_page(content: bytes, charset: str) -> None:
    assert page_text(content, charset).strip() == "# Gŵyr"


def test_a_deep_page_is_read_whole_or_not_at_all() -> None:
    def nested(depth: int) -> bytes:
        return f"<h1>A</h1>{'<div>' * depth}down{'</div>' * depth}".encode()

    assert page_text(nested(1500), "") == "# A\n\ndown\n"
    with pytest.raises(ValueError, match="depth"):
        page_text(nested(5000), "")


def test_a_page_given_as_a_file_is_frozen_as_markdown(tmp_path: Path) -> None:
    place = tmp_path / "page.html"
    place.write_text(FRAME.format(body="<h1>A</h1><p>b</p>"), encoding="utf-8")
    frozen = freeze(place)
    assert (frozen.suffix, frozen.content) == (".md", b"# A\n\nb\n")


@pytest.mark.parametrize("content", ["<html><body><script>1</script></body></html>", "<!-- nothing -->"])
def test_a_page_without_words_is_refused(tmp_path: Path, content: str) -> None:
    place = tmp_path / "page.htm"
    place.write_text(content, encoding="utf-8")
    with pytest.raises(CollabError) as fault:
        freeze(place)
    assert fault.value.key in ("document-without-text", "document-damaged")


def test_entities_and_files_of_others_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden words", encoding="utf-8")
    body = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><h1>A</h1><p>&x;</p>'
    assert "hidden words" not in page_text(body.encode(), "")
