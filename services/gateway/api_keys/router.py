"""The paths of BetterAuth's api-key plugin."""

from services.gateway.api_keys import endpoints, schemas, wire
from services.gateway.auth import shapes
from services.gateway.auth.routing import Endpoint, Needs, Routes

ROUTES: Routes = {
    ("POST", "/api-key/create"): Endpoint(
        endpoints.create, schemas.CREATE, audit="create_api_key", answers=wire.NEW_KEY, refuses=(401,)
    ),
    ("POST", "/api-key/update"): Endpoint(
        endpoints.update, schemas.UPDATE, audit="update_api_key", answers=wire.KEY, refuses=(401, 404)
    ),
    ("POST", "/api-key/delete"): Endpoint(
        endpoints.delete,
        schemas.DELETE,
        needs=Needs.SESSION,
        audit="delete_api_key",
        answers=shapes.SUCCESS,
        refuses=(404,),
    ),
    ("GET", "/api-key/get"): Endpoint(
        endpoints.get, query=schemas.GET, needs=Needs.SESSION, answers=wire.KEY, refuses=(404,)
    ),
    ("GET", "/api-key/list"): Endpoint(
        endpoints.list_, query=schemas.LIST, needs=Needs.SESSION, answers=wire.KEYS, refuses=(403,)
    ),
}
