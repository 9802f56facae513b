"""The error body on the wire: RFC 9457 `application/problem+json`, with Canvass's stable `code`."""

from pydantic import BaseModel, Field

MEDIA_TYPE = "application/problem+json"


class FieldError(BaseModel):
    """One field's fault."""

    pointer: str = Field(description="JSON pointer (RFC 6901) into the body, or `#/query/<name>`, `#/path/<name>`")
    reason: str


class ProblemBody(BaseModel):
    """What every failed request answers with."""

    type: str = Field(
        description="Stable URI of this kind of problem", examples=["urn:canvass:problem:campaign_missing"]
    )
    title: str = Field(description="The HTTP status in words")
    status: int
    detail: str = Field(description="What went wrong, for people")
    code: str = Field(description="What went wrong, for machines; stable")
    instance: str = Field(description="The request's id, as in the X-Request-Id header and the logs")
    errors: list[FieldError] = Field(default_factory=list)
