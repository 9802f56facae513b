"""Which rooms core has, in one place."""

from services.core.research.campaigns import router as campaigns
from services.core.research.projects import router as projects

ROUTERS = (
    projects.queries,
    projects.commands,
    campaigns.queries,
    campaigns.commands,
)
