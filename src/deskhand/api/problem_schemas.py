"""What the API gives when it refuses."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from deskhand.api.answers import Answer


class ProblemError(Answer):
    """One wrong field. In queries ``position`` and ``length`` point at the word, in characters."""

    field: str
    detail: str
    position: int | None = None
    length: int | None = None
    suggestion: str | None = None


class Problem(Answer):
    """A problem document after RFC 9457. Members that do not apply are left out."""

    type: Annotated[str, Field(description="Which problem; its end names it, as in `#problem-stale`.")]
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[ProblemError] | None = None
    allowed: Annotated[list[str] | None, Field(description="With 409: the statuses that can follow.")] = None
    merged_into: Annotated[int | None, Field(description="With 404: the id of the person who stayed.")] = None
    request_id: Annotated[str | None, Field(description="With 500: by this the log names the request.")] = None
