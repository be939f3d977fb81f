"""How a desk's letters go out: how much at once, what waits, and the record of the key that they are signed with."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Router
from pydantic import ConfigDict, Field

from deskhand.accounts.models import Desk
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, Input, RowId
from deskhand.kernel.errors import NotFound
from deskhand.mail import actions
from deskhand.mail.models import Mailbox
from deskhand.mail.models.lane import MOST_CONNECTIONS, MOST_FILES_MB, MOST_RATE
from deskhand.mail.sending.state import WayOut, key_shown, ways_out

router = Router(tags=["Letters"])

Connections = Annotated[int, Field(ge=1, le=MOST_CONNECTIONS, description="Connections to its server at once.")]
Rate = Annotated[int, Field(ge=0, le=MOST_RATE, description="Letters in a minute; 0 is no limit.")]
FilesMb = Annotated[int, Field(ge=0, le=MOST_FILES_MB, description="Megabytes of files in one letter.")]


class Sending(Answer):
    """How the letters of a mailbox go out. ``server_says`` is what its server said while it cannot be used; the record
    belongs into the DNS as a TXT record of that name."""

    id: Annotated[int, Field(description="The mailbox's id.")]
    mailbox: str
    address: str
    connections: Connections
    rate: Rate
    files_mb: FilesMb
    waiting: Annotated[int, Field(description="Letters that are not sent yet.")]
    waiting_since: datetime | None
    server_says: str
    is_signed: Annotated[bool, Field(description="Whether letters are signed (DKIM).")]
    dkim_name: str
    dkim_record: str


class SendingPage(Page[Sending]):
    """The mailboxes of a desk."""


class SendingChange(Input):
    """What is not given stays as it is."""

    connections: Connections | None = None
    rate: Rate | None = None
    files_mb: FilesMb | None = None

    model_config = ConfigDict(json_schema_extra={"example": {"rate": 30}})


OF_DESK: dict[str, Any] = {"gate": "desk:mail.settings", "sample": "desk", "refuses": (404,)}
SENDING: dict[str, Any] = {
    "id": 3,
    "mailbox": "it",
    "address": "it@eberfeld.example",
    "connections": 2,
    "rate": 120,
    "files_mb": 10,
    "waiting": 0,
    "waiting_since": None,
    "server_says": "",
    "is_signed": False,
    "dkim_name": "",
    "dkim_record": "",
}


@route(
    router, "GET", "/desks/{desk}/sending", **OF_DESK, returns=SendingPage, example={"items": [SENDING], "next": None}
)
def list_sending(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List how the letters of each mailbox go out.

    All on one page. For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings", reading=True)
    return {"items": [_shown(one) for one in ways_out(here)], "next": None}


@route(router, "PATCH", "/desks/{desk}/mailboxes/{id}/sending", **OF_DESK, returns=Sending, example=SENDING)
def change_sending(request: ApiRequest, desk: DeskPath, id: RowId, change: SendingChange) -> dict[str, Any]:  # noqa: A002
    """Change how much goes out of a mailbox.

    For administrators of the desk. Keys are made on the page alone.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings")
    row = Mailbox.objects.within(here).filter(pk=id).first()
    if row is None:
        raise NotFound
    now = _of(here, id).lane
    wanted = {"connections": now.connections, "rate": now.rate, "files_mb": now.files_mb}
    wanted |= {name: value for name, value in change.given().items() if value is not None}
    actions.set_sending(actor=request.actor, mailbox=row, **wanted)
    return _shown(_of(here, id))


def _of(desk: Desk, pk: int) -> WayOut:
    return next(one for one in ways_out(desk) if one.box.pk == pk)


def _shown(way: WayOut) -> dict[str, Any]:
    key = key_shown(way.box)
    return {
        "id": way.box.pk,
        "mailbox": way.box.name,
        "address": way.box.address,
        "connections": way.lane.connections,
        "rate": way.lane.rate,
        "files_mb": way.lane.files_mb,
        "waiting": way.waiting,
        "waiting_since": way.since,
        "server_says": way.trouble,
        "is_signed": way.is_signed,
        "dkim_name": key.name if key else "",
        "dkim_record": key.record if key else "",
    }
