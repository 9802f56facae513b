"""Auth's part of the one OpenAPI document, made from its table of endpoints: these paths are no FastAPI routes."""

import re
from typing import Any, Final

from services.gateway.auth import shapes
from services.gateway.auth.routing import Endpoint, Needs, Routes
from services.gateway.auth.validation import Check, Schema, boolean, email, number

Part = dict[str, Any]

BASE: Final = "/api/auth"
PLUGINS: Final = ("admin", "api-key", "organization")
KINDS: Final[dict[Check, Part]] = {
    boolean: {"type": "boolean"},
    email: {"type": "string", "format": "email"},
    number: {"type": "number"},
}
"""How checks are shown; any other stands for a text."""
REFUSALS: Final = {
    400: "The request is not as it should be",
    401: "Not signed in, or not who one says",
    403: "Not allowed, or sent by another site's page",
    404: "There is no such thing",
    405: "Not by this method",
    409: "It is somebody else's already",
    413: "More than 16 KiB",
    415: "A media type that is not taken",
    417: "It could not be done",
    422: "The database refuses it",
    429: "Too many requests; X-Retry-After says when to try again, in seconds",
    503: "Too much is asked at once, or the database is away; Retry-After says when to try again, in seconds",
}


def document(routes: Routes) -> Part:
    """The paths of a table, and the shapes they speak of."""
    paths: dict[str, Part] = {}
    for (method, path), endpoint in routes.items():
        shown = re.sub(r":(\w+)", r"{\1}", BASE + path)
        paths.setdefault(shown, {})[method.lower()] = _operation(method, path, endpoint)
    return {"paths": paths, "components": {"schemas": shapes.SCHEMAS}}


def _operation(method: str, path: str, endpoint: Endpoint) -> Part:
    words = [word for word in re.split(r"[/:-]+", path) if word]
    name = words[0] + "".join(word[0].upper() + word[1:] for word in words[1:])
    operation: Part = {
        "operationId": f"auth{method.title()}{name[0].upper()}{name[1:]}",
        "summary": (endpoint.handle.__doc__ or "").strip().partition("\n")[0].partition(". Raises")[0].rstrip("."),
        "tags": [words[0] if words[0] in PLUGINS else "auth"],
        "responses": _responses(method, endpoint),
    }
    if parameters := _parameters(path, endpoint):
        operation["parameters"] = parameters
    if endpoint.schema:
        operation["requestBody"] = _body(endpoint.schema, forms=endpoint.forms)
    return operation


def _responses(method: str, endpoint: Endpoint) -> Part:
    responses: Part = {}
    if endpoint.answers is not None:
        responses["200"] = {"description": "Done", "content": {"application/json": {"schema": endpoint.answers}}}
    statuses = {429, 503, *endpoint.refuses}
    if endpoint.schema or endpoint.query:
        statuses.add(400)
    if endpoint.needs is not Needs.NOTHING:
        statuses.add(401)
    if endpoint.needs is Needs.FRESH or method != "GET":
        statuses.add(403)
    if endpoint.schema:
        statuses |= {413, 415}
    for status in sorted(statuses):
        schema = {"schema": {"$ref": "#/components/schemas/AuthError"}}
        responses[str(status)] = {"description": REFUSALS[status], "content": {"application/json": schema}}
    return {**responses, **endpoint.other_answers}


def _parameters(path: str, endpoint: Endpoint) -> list[Part]:
    found = [_parameter("path", name, {"type": "string"}, required=True) for name in re.findall(r":(\w+)", path)]
    if endpoint.query:
        required = endpoint.query.required
        for name, check in {**required, **endpoint.query.optional}.items():
            found.append(_parameter("query", name, KINDS.get(check, {"type": "string"}), required=name in required))
    return found


def _parameter(where: str, name: str, schema: Part, *, required: bool) -> Part:
    return {"name": name, "in": where, "required": required, "schema": schema}


def _body(schema: Schema, *, forms: bool) -> Part:
    checks = {**schema.required, **schema.optional}
    properties = {name: schema.shown.get(name, KINDS.get(check, {"type": "string"})) for name, check in checks.items()}
    shown: Part = {"type": "object", "properties": properties}
    if schema.required:
        shown["required"] = list(schema.required)
    media = ("application/json", "application/x-www-form-urlencoded") if forms else ("application/json",)
    return {"required": not schema.may_be_absent, "content": {kind: {"schema": shown} for kind in media}}
