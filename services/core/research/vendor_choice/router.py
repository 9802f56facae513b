"""The vendor choice over HTTP."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep
from services.core.research.vendor_choice import service
from services.core.research.vendor_choice.schemas import ChoiceQuery, VendorChoiceOut
from shared.http import answers

queries = APIRouter(prefix="/api/vendor-choice", tags=["vendors"])


@queries.get("", response_model=VendorChoiceOut, operation_id="choose_vendors")
async def choose_vendors(
    request: Request, query: Annotated[ChoiceQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The three to five active vendors that fit a need best, with a verdict and its reason for every wish; what none
    meets is relaxed and said so. `currency_without_rate` where the budget's currency has no exchange rate.
    """
    return answers.page(request, orjson.dumps(await service.choose(reader, caller, query)))
