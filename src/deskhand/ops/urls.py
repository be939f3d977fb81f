"""Addresses of the first run and of the settings. A desk's pages stand under its key; those of the whole installation
have one word."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from deskhand.ops.views import (
    accounts,
    brand,
    canned,
    desk,
    find,
    first_run,
    guide,
    hearing,
    history,
    installation,
    jobs,
    modules,
    permissions,
    roles,
    sign_in,
    site_admins,
    statuses,
    teams,
)

app_name = "ops"

_OF_A_DESK = "agent/settings/<slug:desk>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("setup/<str:token>/", first_run.first_run, name="first_run"),
    path("agent/settings/", desk.start, name="settings"),
    path("agent/settings/find/", find.find, name="find"),
    path("agent/settings/installation/history/<slug:site_setting>/", history.of_site, name="site_history"),
    path("agent/settings/accounts/", accounts.accounts, name="accounts"),
    path("agent/settings/accounts/<int:pk>/", accounts.account, name="account"),
    path("agent/settings/accounts/<int:pk>/switch/", accounts.switch, name="switch_account"),
    path("agent/settings/desks/", installation.desks, name="desks"),
    path("agent/settings/site-administrators/", site_admins.site_admins, name="site_admins"),
    path("agent/settings/site-administrators/<int:pk>/take/", site_admins.unmake, name="unmake_site_admin"),
    path("agent/settings/background-work/", jobs.jobs, name="jobs"),
    path("agent/settings/background-work/again/", jobs.all_again, name="jobs_again"),
    path("agent/settings/background-work/<int:pk>/again/", jobs.again, name="job_again"),
    path("agent/settings/sign-in/", sign_in.rules, name="sign_in"),
    path("agent/settings/people/<int:pk>/way-in/", sign_in.of_site, name="person_sign_in"),
    path("agent/settings/people/<int:pk>/way-in/<slug:act>/", sign_in.of_site_act, name="person_sign_in_act"),
    path(f"{_OF_A_DESK}/colleagues/<int:pk>/way-in/", sign_in.of_desk, name="sign_in_of"),
    path(f"{_OF_A_DESK}/colleagues/<int:pk>/way-in/<slug:act>/", sign_in.of_desk_act, name="sign_in_act"),
    path("agent/settings/installation/", installation.installation, name="installation"),
    path(f"{_OF_A_DESK}/begin/mailbox/", guide.mailbox, name="begin_mailbox"),
    path(f"{_OF_A_DESK}/begin/teams/", guide.teams, name="begin_teams"),
    path(f"{_OF_A_DESK}/begin/people/", guide.people, name="begin_people"),
    path(f"{_OF_A_DESK}/begin/look/", brand.look, name="begin_look"),
    path(f"{_OF_A_DESK}/look/", brand.brand, name="brand"),
    path(f"{_OF_A_DESK}/begin/done/", guide.finished, name="begin_done"),
    path(f"{_OF_A_DESK}/first-steps/", guide.overview, name="first_steps"),
    path(f"{_OF_A_DESK}/first-steps/show/", guide.show, name="show_first_steps"),
    path(f"{_OF_A_DESK}/history/<slug:setting>/", history.of_desk, name="history"),
    path(f"{_OF_A_DESK}/general/", desk.general, name="desk"),
    path(f"{_OF_A_DESK}/modules/", modules.modules, name="modules"),
    path(f"{_OF_A_DESK}/teams/", teams.teams, name="teams"),
    path(f"{_OF_A_DESK}/teams/new/", teams.team, name="new_team"),
    path(f"{_OF_A_DESK}/teams/<int:pk>/", teams.team, name="team"),
    path(f"{_OF_A_DESK}/new-tickets/", hearing.hearing, name="hearing"),
    path(f"{_OF_A_DESK}/roles/", roles.roles, name="roles"),
    path(f"{_OF_A_DESK}/roles/<int:pk>/<slug:role>/take/", roles.take, name="take_role"),
    path(f"{_OF_A_DESK}/statuses/", statuses.statuses, name="statuses"),
    path(f"{_OF_A_DESK}/statuses/new/", statuses.status, name="new_status"),
    path(f"{_OF_A_DESK}/statuses/<int:pk>/", statuses.status, name="status"),
    path(f"{_OF_A_DESK}/statuses/<int:pk>/place", statuses.place, name="place_status"),
    path(f"{_OF_A_DESK}/canned-replies/", canned.canned, name="canned"),
    path(f"{_OF_A_DESK}/canned-replies/new/", canned.reply, name="new_canned"),
    path(f"{_OF_A_DESK}/canned-replies/<int:pk>/", canned.reply, name="canned_reply"),
    path(f"{_OF_A_DESK}/canned-replies/<int:pk>/put-away/", canned.put_away, name="put_canned_away"),
    path(f"{_OF_A_DESK}/canned-replies/<int:pk>/restore/", canned.restore, name="restore_canned"),
    path(f"{_OF_A_DESK}/permissions/", permissions.permissions, name="permissions"),
]
