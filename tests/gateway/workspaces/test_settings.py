"""Organizations' settings are refused where they cannot be meant."""

import pytest
from pydantic import ValidationError

from tests.support import settings


@pytest.mark.parametrize("url", ["https://app.example.com/join", "javascript:{id}", "/join/{id}"])
def test_invitation_url_is_a_web_address_that_takes_the_id(url: str) -> None:
    with pytest.raises(ValidationError, match="invitation_url"):
        settings.of_gateway("postgresql://nowhere", invitation_url=url)
