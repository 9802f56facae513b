"""All SQL of users' trainings; they are only ever added."""

from sqlalchemy import Text, Uuid, bindparam
from sqlmodel import col, select

from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.compliance import UserTraining

MISSING = missing("training")

DOCUMENT = json_of(
    {
        "id": col(UserTraining.id),
        "user_id": col(UserTraining.user_id),
        "course": col(UserTraining.course),
        "completed_on": col(UserTraining.completed_on),
        "expires_on": col(UserTraining.expires_on),
        "created_by": col(UserTraining.created_by),
        "created_at": col(UserTraining.created_at),
    }
)
ONE = Statement(select(DOCUMENT).where(col(UserTraining.id) == bindparam("id", type_=Uuid())))
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(UserTraining),
    identity=col(UserTraining.id),
    sorts={"completed_on": col(UserTraining.completed_on)},
    filters={"user_id": col(UserTraining.user_id) == bindparam("user_id", type_=Text)},
)
