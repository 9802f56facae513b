"""Core's OpenAPI document read as a list of calls to make: their id slots, and a body that each of them takes.

Tests over every route are driven by it, so that a route is covered the moment it exists.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

METHODS = ("get", "post", "put", "patch", "delete")
BY_FORMAT = {
    "date": "2026-03-02",
    "date-time": "2026-03-02T09:30:00Z",
    "time": "09:30:00",
    "email": "someone@example.com",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
BY_PATTERN = {"^[A-Z]{3}$": "EUR"}

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path. Slots are the places an id goes: `path`, `query` and `body` name them, and
    `list_slots` those of the body where several go.

    One that `streams` answers without end.
    """

    method: str
    path: str
    slots: tuple[str, ...] = ()
    query_slots: tuple[str, ...] = ()
    required_query: tuple[str, ...] = ()
    body_slots: tuple[str, ...] = ()
    list_slots: tuple[str, ...] = ()
    body: Any = None
    media_type: str | None = None
    streams: bool = False

    @property
    def name(self) -> str:
        """`GET /api/…`, for messages."""
        return f"{self.method} {self.path}"

    def payload(self, ids: Mapping[str, str]) -> dict[str, Any]:
        """The body as arguments of a client's request, its id slots filled."""
        if self.media_type is None:
            return {}
        if self.media_type == "application/json":
            return {
                "json": {
                    **self.body,
                    **{slot: self._filled(slot, ids[slot]) for slot in self.body_slots if slot in ids},
                }
            }
        if self.media_type == "multipart/form-data":
            return {"files": {"files": ("mail.txt", b"Nothing to see here.", "text/plain")}}
        return {"content": b"Nothing to see here.", "headers": {"content-type": self.media_type}}

    def _filled(self, slot: str, id_: str) -> str | list[str]:
        """What goes into a slot of the body: a list where it asks for several."""
        return [id_] if slot in self.list_slots else id_


@dataclass(frozen=True, slots=True)
class Document:
    """The document of one app."""

    operations: list[Operation] = field(default_factory=list)

    @property
    def paths(self) -> set[str]:
        """Every path."""
        return {operation.path for operation in self.operations}

    @property
    def path_slots(self) -> set[str]:
        """Every name of a path parameter."""
        return {slot for operation in self.operations for slot in operation.slots}

    def find(self, method: str, path: str) -> Operation | None:
        """The operation of that name."""
        return next((each for each in self.operations if (each.method, each.path) == (method, path)), None)


def document_of(app: FastAPI) -> dict[str, Any]:
    """An app's OpenAPI document."""
    return get_openapi(title=app.title, version=app.version, routes=app.routes)


def of(app: FastAPI) -> Document:
    """What an app says it answers under /api."""
    document = document_of(app)
    known = document.get("components", {}).get("schemas", {})
    return Document([operation for operation in _operations(document, known) if operation.path.startswith("/api/")])


def _operations(document: Schema, known: Schema) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield _operation(method.upper(), path, item[method], known)


def _operation(method: str, path: str, described: Schema, known: Schema) -> Operation:
    parameters = described.get("parameters", [])
    query = [each for each in parameters if each["in"] == "query"]
    content = described.get("requestBody", {}).get("content", {})
    media_type = next(iter(content), None)
    schema = _resolved(content[media_type]["schema"], known) if media_type else {}
    return Operation(
        method=method,
        path=path,
        slots=tuple(each["name"] for each in parameters if each["in"] == "path"),
        query_slots=tuple(each["name"] for each in query if _holds_id(each["schema"], known)),
        required_query=tuple(each["name"] for each in query if each.get("required")),
        body_slots=tuple(name for name, each in schema.get("properties", {}).items() if _holds_id(each, known)),
        list_slots=tuple(name for name, each in schema.get("properties", {}).items() if _is_list(each, known)),
        body=sample(schema, known) if media_type == "application/json" else None,
        media_type=media_type,
        streams="text/event-stream" in described["responses"].get("200", {}).get("content", {}),
    )


def sample(schema: Schema, known: Schema) -> Any:
    """The least value that fits a JSON schema: required members only, the first of each choice."""
    schema = _resolved(schema, known)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    if kind == "string":
        return _text(schema)
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    if kind == "array":
        return [sample(schema["items"], known)] * schema.get("minItems", 0)
    if kind == "object":
        return {name: sample(schema["properties"][name], known) for name in schema.get("required", ())}
    return {"boolean": True, "null": None}[kind]


def _text(schema: Schema) -> str:
    if "format" in schema:
        return BY_FORMAT[str(schema["format"])]
    shortest: int = max(schema.get("minLength", 1), 1)
    return BY_PATTERN.get(schema.get("pattern", ""), "x" * shortest)


def _resolved(schema: Schema, known: Schema) -> Schema:
    """The schema itself: behind its reference, and the first of its alternatives that is not null."""
    while True:
        if "$ref" in schema:
            schema = known[schema["$ref"].rpartition("/")[2]]
        elif alternatives := schema.get("anyOf") or schema.get("oneOf"):
            schema = next(each for each in alternatives if each.get("type") != "null")
        else:
            return schema


def _is_list(schema: Schema, known: Schema) -> bool:
    return _resolved(schema, known).get("type") == "array"


def _holds_id(schema: Schema, known: Schema) -> bool:
    schema = _resolved(schema, known)
    return schema.get("format") == "uuid" or (
        schema.get("type") == "array" and _holds_id(schema.get("items", {}), known)
    )
