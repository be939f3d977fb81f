"""Hidden answers: encrypted at rest, open to who works on the ticket and asks, told nowhere else."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from deskhand.api.models import StoredAnswer
from deskhand.kernel.models import Event
from deskhand.modules.catalog import actions, hidden
from deskhand.modules.catalog.models import OrderLine
from deskhand.modules.catalog.wishes import Wish
from deskhand.tickets.models import Message

pytestmark = pytest.mark.postgres
PIN = "4711-zebra"


def ordered(shop):
    given = {"model": "standard", "pin": PIN}
    actions.order(actor=shop.cast.actor("mara"), wishes=[Wish(item=shop.item(), given=given)])
    return shop.line()


def stored(line):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM catalog_orderline WHERE id = %s", [line.pk])
        return str(cursor.fetchall())


def reveal(shop, who, line, **headers):
    address = f"/api/v1/catalog/order-lines/{line.pk}/hidden-answers"
    bearer = shop.cast.bearer(who) | headers
    return shop.cast.client().post(address, content_type="application/json", headers=bearer)


def test_the_database_the_facts_and_the_letters_do_not_hold_a_hidden_answer(shop):
    line = ordered(shop)
    assert PIN not in stored(line)
    assert hidden.opened(line.secrets) == {"pin": [PIN]}
    assert not [one for one in Event.objects.all() if PIN in json.dumps(one.values)]
    assert not [one for one in Message.objects.within(shop.cast.it) if PIN in str(one.__dict__)]


def test_a_program_of_the_desk_reads_them_each_time_recorded_and_nothing_keeps_the_answer(shop):
    line = ordered(shop)
    plain = shop.cast.client().get(f"/api/v1/catalog/order-lines/{line.pk}", headers=shop.cast.bearer("jana"))
    assert PIN not in plain.content.decode()
    for _time in range(2):
        answer = reveal(shop, "jana", line, **{"Idempotency-Key": "look"})
        assert answer.json() == {"answers": {"pin": [PIN]}} and "no-store" in answer["Cache-Control"]
    assert Event.objects.filter(code="ticket.order_secrets_read", actor_id=shop.cast.jana.pk).count() == 2
    assert not StoredAnswer.objects.exists()
    assert [reveal(shop, who, line).status_code for who in ("mara", "hanna", "arno")] == [404, 404, 403]


def test_a_new_secret_key_opens_what_the_old_one_locked_as_long_as_it_is_in_the_ring(shop, settings):
    line = ordered(shop)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert hidden.opened(line.secrets) == {"pin": [PIN]}
    settings.SECRET_KEY_FALLBACKS = []
    answer = reveal(shop, "jana", line)
    assert answer.status_code == 422 and "the secret key is another one" in answer.json()["detail"]


def test_an_order_changed_by_program_keeps_the_hidden_answers_that_were_not_sent(shop):
    item = shop.item(cancel_until="delivery")
    given = {"model": "standard", "pin": PIN}
    actions.order(actor=shop.cast.actor("mara"), wishes=[Wish(item=item, given=given)])
    line = shop.line()
    actions.change_line(actor=shop.cast.actor("mara"), line=line, given={"model": "lab", "why": "Lenses"}, quantity=1)
    assert hidden.opened(shop.line().secrets) == {"pin": [PIN]}


def test_what_was_kept_open_before_is_locked_by_the_migration_and_only_once(shop):
    line = ordered(shop)
    OrderLine.objects.within(line.desk_id).filter(pk=line.pk).update(secrets={"pin": [PIN]})
    move = import_module("deskhand.modules.catalog.migrations.0020_hidden_answers_locked")
    move.lock(apps, None)
    once = shop.line().secrets
    assert PIN not in stored(line) and hidden.opened(once) == {"pin": [PIN]}
    move.lock(apps, None)
    assert shop.line().secrets == once
