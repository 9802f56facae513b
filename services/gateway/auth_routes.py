"""Every path below `/api/auth`: BetterAuth's core and its plugins."""

from services.gateway.admin import router as admin
from services.gateway.api_keys import router as api_keys
from services.gateway.auth import router as core
from services.gateway.auth import social_router as social
from services.gateway.auth.routing import Routes
from services.gateway.workspaces import router as workspaces

ROUTES: Routes = {**core.ROUTES, **social.ROUTES, **admin.ROUTES, **workspaces.ROUTES, **api_keys.ROUTES}
