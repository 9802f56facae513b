"""Auth's part of the one OpenAPI document; written by hand, since these paths are BetterAuth's and not FastAPI's."""

DOCUMENT = {"paths": {}, "components": {"schemas": {}}}
