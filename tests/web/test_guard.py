"""What is let in and what is refused, before any page is made."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/health", {}, 200),
        ("GET", "/health", {"host": "localhost:9"}, 200),
        ("GET", "/health", {"host": "[::1]:8000"}, 200),
        ("GET", "/health", {"host": "evil.example"}, 400),
        ("GET", "/health", {"host": "127.0.0.1.evil.example"}, 400),
        ("GET", "/health", {"host": ""}, 400),
        ("GET", "/health", {"host": "["}, 400),
        ("GET", "//evil.example/x", {}, 404),
        ("GET", "/x//y", {}, 404),
        ("GET", "/%2F/evil.example", {}, 404),
        ("GET", "/%5Cevil.example", {}, 404),
        ("GET", "/nothing", {}, 404),
        ("POST", "/health", {"origin": "http://evil.example"}, 403),
        ("POST", "/health", {"origin": "null"}, 403),
        ("POST", "/health", {"origin": "http://127.0.0.1:8000"}, 405),
        ("POST", "/health", {"content-length": "2000000"}, 413),
        ("POST", "/health", {"content-length": "-1"}, 400),
    ],
)
def test_who_is_let_in(site: TestClient, method: str, path: str, headers: dict[str, str], status: int) -> None:
    answer = site.request(method, "http://127.0.0.1:8000" + path, headers=headers)
    assert answer.status_code == status
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Traceback" not in answer.text


def test_health_names_the_data(site: TestClient, current: object) -> None:
    report = site.get("/health").json()
    assert (report["status"], len(report["data_version"])) == ("ok", 12)


def test_a_refusal_speaks_the_language_of_the_visitor(site: TestClient) -> None:
    answer = site.get("/health", headers={"host": "evil.example", "accept-language": "cy-GB, en;q=0.5"})
    assert answer.text.startswith("Nid yw'r gweinydd hwn yn ateb i'r enw hwnnw.")
