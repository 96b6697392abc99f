"""What schemathesis thinks of, sent to every address of the OpenAPI description: each answer is one that is described."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

pytestmark = pytest.mark.slow
# All checks of schemathesis are made of each. The examples are the same in each run.
EXAMPLES = 12
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
# What no schema can say: that a text is a query, or a JSON object in a field. That one which is not is refused in the
# described way is held against these addresses too.
BEYOND_A_SCHEMA = [positive_data_acceptance]
HERE = {"host": "127.0.0.1:8000"}


@pytest.fixture(scope="module")
def operations(site: TestClient) -> dict[str, Any]:
    """The operations of the description by name; requests go to the application in this process."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", site.app, headers=HERE)
    return {found.ok().label: found.ok() for found in schema.get_all_operations()}


def fault(operation: Any) -> str:
    """Sends the examples of one operation; returns what schemathesis finds wrong, "" if nothing."""
    beyond = any(part in operation.label for part in ("/sparql", "/reconcile"))

    @BOUNDED
    @given(case=operation.as_strategy())
    def check(case: Any) -> None:
        case.call_and_validate(headers=HERE, excluded_checks=BEYOND_A_SCHEMA if beyond else [])

    try:
        check()
    except (Exception, FailureGroup) as problem:
        return str(problem)
    return ""


def test_every_answer_is_one_that_is_described(operations: dict[str, Any]) -> None:
    assert len(operations) >= 90
    assert {label: found for label, one in operations.items() if (found := fault(one))} == {}
