"""All tables of Canvass, shared by both services. Importing this package registers every one; it exports nothing."""

import shared.models.access
import shared.models.audit
import shared.models.calendars
import shared.models.compliance
import shared.models.idempotency
import shared.models.identity
import shared.models.intake
import shared.models.interviews
import shared.models.money
import shared.models.people
import shared.models.research
import shared.models.screening
import shared.models.sourcing
import shared.models.spend
import shared.models.tracker
import shared.models.workspaces  # noqa: F401
