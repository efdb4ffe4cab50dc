"""Who may do what: the only place that decides. Every view wears one of the decorators below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from tripartite.site.people import audit
from tripartite.site.people.models import Facility, Grant, Membership, Organisation, User

View = Callable[..., HttpResponseBase]


class Action(StrEnum):
    """What can be done in an organisation."""

    SEE = "see"  # its pages and results
    OVERSEE = "oversee"  # what it shows to whom, and who looked
    WORK = "work"  # check records, plan, answer
    SHARE = "share"  # grant views, sign bundles
    ADMINISTER = "administer"  # people, keys, deletion


Role = Membership.Role
MAY: dict[str, frozenset[Action]] = {
    Role.READER: frozenset({Action.SEE, Action.OVERSEE}),
    Role.OFFICER: frozenset({Action.SEE, Action.OVERSEE, Action.WORK}),
    Role.ADMINISTRATOR: frozenset(Action),
}
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Through a grant one only ever looks.
GRANTED = frozenset({Action.SEE})


# What changes nothing: an administrator may do it without a second step, too.
LOOKING = frozenset({Action.SEE, Action.OVERSEE})


class SecondStepError(PermissionDenied):
    """An administrator who would act, and signs in with a password alone."""


@dataclass(frozen=True)
class Standing:
    """In what quality somebody acts on a thing: by a role in its organisation, or by a grant to their own."""

    organisation: Organisation
    role: str | None = None
    grant: Grant | None = None
    # An administrator who has no second step where the site demands one.
    lacks_second_step: bool = False

    def may(self, action: Action) -> bool:
        return action in (MAY[self.role] if self.role else GRANTED if self.grant else frozenset())

    @property
    def scope(self) -> str:
        """What is shown: whole to the organisation's own people, else what was granted."""
        return Grant.Scope.WHOLE if self.role else self.grant.scope if self.grant else ""

    @property
    def sees_workers(self) -> bool:
        return self.scope in (Grant.Scope.WHOLE, Grant.Scope.TOPICS)

    def sees_topic(self, topic: str) -> bool:
        if self.scope != Grant.Scope.TOPICS:
            return bool(self.scope)
        return bool(self.grant and topic in self.grant.topics)


def standing_in(user: Any, organisation: Organisation) -> Standing:
    """A person's standing in an organisation; a stranger's allows nothing."""
    role = _role(user, organisation)
    lacks = role == Role.ADMINISTRATOR and _is_demanded_in(organisation) and not is_mfa_enabled(user, STEPS)
    return Standing(organisation, role=role, lacks_second_step=lacks)


def _is_demanded_in(organisation: Organisation) -> bool:
    """People of a demonstration share one password that was printed; nothing of theirs is real."""
    return settings.SECOND_STEP == "administrators" and not organisation.demonstration


def standing_on(user: Any, facility: Facility, within: Organisation | None = None) -> Standing:
    """A person's standing on a facility: by role first, else by the widest grant that holds today.

    `within`: as a member of that organisation alone, whatever others the person belongs to.
    """
    elsewhere = within is not None and within != facility.organisation
    own = Standing(facility.organisation) if elsewhere else standing_in(user, facility.organisation)
    if own.role or not user.is_authenticated:
        return own
    granted = [
        g
        for g in Grant.objects.filter(facility=facility, to__memberships__user=user).select_related("to")
        if g.holds and within in (None, g.to)
    ]
    order = list(Grant.Scope.values)
    best = min(granted, key=lambda g: order.index(g.scope), default=None)
    return Standing(facility.organisation, grant=best)


def _role(user: Any, organisation: Organisation) -> str | None:
    if not user.is_authenticated:
        return None
    return (
        Membership.objects.filter(organisation=organisation, user=user).values_list("role", flat=True).first()
    )


def facilities_seen(user: User) -> Any:
    """Facilities whose results a person may see, by membership or by a grant."""
    from django.db.models import Q
    from django.utils import timezone

    granted = Q(
        grants__to__memberships__user=user, grants__revoked_at=None, grants__until__gte=timezone.localdate()
    )
    return Facility.objects.filter(Q(organisation__memberships__user=user) | granted).distinct()


def require(standing: Standing, action: Action) -> None:
    """Strangers are told that nothing is here; who may look but not act is told so."""
    if standing.may(action):
        if standing.lacks_second_step and action not in LOOKING:
            raise SecondStepError
        return
    if standing.may(Action.SEE):
        raise PermissionDenied
    raise Http404


# --- Decorators: what a view declares, and a test reads -----------------------------------------------


def _declared(view: View, rule: str) -> View:
    view.access = rule  # type: ignore[attr-defined]
    return view


def _to_second_step(request: HttpRequest) -> HttpResponseBase:
    messages.warning(
        request,
        _(
            "Administrators of this site need a second step when they sign in. Add an authenticator app or a security key here; then go back and do it again."
        ),
    )
    return redirect("mfa_index")


def public(view: View) -> View:
    """Anyone, without an account."""
    return _declared(view, "public")


def signed_in(view: View) -> View:
    """Anyone with an account; the view itself shows only what is theirs."""
    return _declared(login_required(view), "signed in")


def in_organisation(action: Action) -> Callable[[View], View]:
    """Members whose role allows `action`. The address names the organisation as `org`; the view gets it and `standing`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, org: str, **rest: Any) -> HttpResponseBase:
            organisation = get_object_or_404(Organisation, slug=org)
            standing = standing_in(request.user, organisation)
            try:
                require(standing, action)
            except SecondStepError:
                return _to_second_step(request)
            return view(request, organisation=organisation, standing=standing, **rest)

        return _declared(login_required(guarded), f"organisation: {action}")

    return decorate


def on_facility(action: Action) -> Callable[[View], View]:
    """As above, for a facility named by `org` and `facility`; a look by a grant is logged and shown to the facility."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, org: str, facility: str, **rest: Any) -> HttpResponseBase:
            found = get_object_or_404(
                Facility.objects.select_related("organisation"), organisation__slug=org, slug=facility
            )
            standing = standing_on(request.user, found)
            try:
                require(standing, action)
            except SecondStepError:
                return _to_second_step(request)
            if standing.grant:
                log_look(request, standing.grant)
            return view(request, facility=found, standing=standing, **rest)

        return _declared(login_required(guarded), f"facility: {action}")

    return decorate


def on_seminar(action: Action) -> Callable[[View], View]:
    """Members of the organisation that holds it, for a seminar named by `org` and `seminar`; the view gets it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, org: str, seminar: str, **rest: Any) -> HttpResponseBase:
            found = get_object_or_404(
                apps.get_model("seminars", "Seminar").objects.select_related("organisation"),
                organisation__slug=org,
                slug=seminar,
            )
            standing = standing_in(request.user, found.organisation)
            require(standing, action)
            return view(request, seminar=found, standing=standing, **rest)

        return _declared(login_required(guarded), f"seminar: {action}")

    return decorate


def by_participant(view: View) -> View:
    """Whoever holds a participant's own link, whose `token` names one registration; without an account."""
    return _by_link(view, "Participant", "participant")


def by_trainer(view: View) -> View:
    """Whoever holds a trainer's own link: they run the sessions of one seminar and see its people; without an account."""
    return _by_link(view, "Trainer", "trainer")


def _by_link(view: View, model: str, name: str) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        found = get_object_or_404(
            apps.get_model("seminars", model).objects.select_related("seminar__organisation"), token=token
        )
        response = view(request, **{name: found}, **rest)
        # The address is the key: no cache keeps the page, no search engine the address.
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return _declared(guarded, f"public: {name}'s own link")


def log_look(request: HttpRequest, grant: Grant) -> None:
    """A look through a grant, in the log of the facility's organisation."""
    match = request.resolver_match
    audit.record(
        grant.facility.organisation,
        cast("User", request.user),
        "grant.looked",
        grant.facility,
        actor_organisation=grant.to,
        page=match.view_name if match else "",
        purpose=grant.purpose,
        facility=grant.facility.slug,
        grant=grant.pk,
    )
