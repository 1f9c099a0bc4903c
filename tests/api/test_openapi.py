"""The description of the API is whole and true: outside programs are written from it alone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from server.access.roles import PERMISSIONS, PUBLIC
from server.api.operation import OPERATIONS
from server.api.problem import SENTENCES
from tests.inside import Inside

PROMISED = (
    "issue_ticket call_next call_ticket recall_ticket start_ticket park_ticket transfer_ticket "
    "finish_ticket miss_ticket reinstate_ticket cancel_ticket rate_ticket read_ticket read_hall "
    "read_board read_window read_journal read_figures"
).split()
Described = tuple[str, str, dict[str, Any]]


@pytest.fixture(scope="module")
def document(api: Inside) -> dict[str, Any]:
    answer = api.ask("GET", "/api/openapi.json")
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    found: dict[str, Any] = answer.json
    return found


def operations(document: dict[str, Any]) -> Iterator[Described]:
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            yield path, method, described


def test_every_promised_operation_is_there_once(document: dict[str, Any]) -> None:
    names = [described["operationId"] for _, _, described in operations(document)]
    assert len(names) == len(set(names))
    assert set(PROMISED) <= set(names)
    assert set(names) == set(OPERATIONS)


def test_it_has_what_openapi_3_1_asks_for(document: dict[str, Any]) -> None:
    assert re.fullmatch(r"3\.1\.\d+", document["openapi"])
    assert {"title", "version"} <= set(document["info"])
    for path, method, described in operations(document):
        assert path.startswith("/api/")
        assert method in {"get", "post"}
        assert described["responses"]
        for status, response in described["responses"].items():
            assert re.fullmatch(r"[2345]\d\d", status)
            assert response["description"]
        assert ("requestBody" in described) <= (method == "post")


def test_the_parameters_are_those_of_the_path(document: dict[str, Any]) -> None:
    for path, _, described in operations(document):
        in_path = [p["name"] for p in described["parameters"] if p["in"] == "path"]
        assert sorted(in_path) == sorted(re.findall(r"{(\w+)}", path))
        assert all(p["required"] for p in described["parameters"] if p["in"] == "path")
        names = [(p["name"], p["in"]) for p in described["parameters"]]
        assert len(names) == len(set(names))


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    found = set(references(document))
    assert found
    for reference in found:
        here: Any = document
        for step in reference.removeprefix("#/").split("/"):
            here = here[step]


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def test_security_names_schemes_and_only_open_doors_have_none(document: dict[str, Any]) -> None:
    schemes = set(document["components"]["securitySchemes"])
    for _, _, described in operations(document):
        assert {name for one in described["security"] for name in one} <= schemes
        assert (described["operationId"] in PUBLIC) is (described["security"] == [])


def test_each_description_names_its_roles_and_its_refusals(document: dict[str, Any]) -> None:
    for _, _, described in operations(document):
        name = described["operationId"]
        for role in PERMISSIONS.get(name, ()):
            assert role.value in described["description"]
        for code in OPERATIONS[name].refusals:
            assert code in described["responses"]["409"]["description"]


def test_every_row_of_the_permissions_is_an_operation_or_a_page() -> None:
    known = set(OPERATIONS) | {"read_openapi"}
    assert known >= PUBLIC
    assert all(name in known or name not in PROMISED for name in PERMISSIONS)
    assert set(OPERATIONS) <= set(PERMISSIONS) | PUBLIC, (
        "an operation without roles is open to none"
    )


def test_every_code_has_its_sentence() -> None:
    codes = {code for operation in OPERATIONS.values() for code in operation.refusals}
    assert codes <= set(SENTENCES)
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())
