"""Pages about people and institutions."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.dialogues.models import Dialogue
from app.dialogues.queries import dialogues
from app.i18n import page_locale
from app.people import commands, naming, queries
from app.people.forms import (
    AffiliationForm,
    ChangePostForm,
    InstitutionForm,
    NameForm,
    NewAffiliationForm,
    NewInstitutionForm,
    NewPersonForm,
    PersonForm,
)
from app.people.models import Person
from app.records.models import Disclosure
from app.rounds.naming import attendances_of
from app.web import db, may, performed, refused, requires, viewer

bp = Blueprint("people", __name__)


@bp.app_template_filter("person_name")
def person_name(person: Person) -> str:
    """The person's name in the language of the page. Whether they may be named is not asked."""
    return naming.person_name(person, page_locale())


bp.add_app_template_filter(naming.affiliation_line, "affiliation_line")
bp.add_app_template_filter(naming.is_current, "is_current")


def searched() -> str:
    """What was typed into the page's search box."""
    return request.args.get("q", "").strip()[:100]


@bp.get("/people")
@requires(Permission.READ)
def show_people() -> ResponseReturnValue:
    text = searched()
    after = request.args.get("after", "")
    # One more than is shown tells whether there is a next page.
    found = queries.people(db, text=text, after=after, limit=queries.PAGE + 1)
    return render_template(
        "people/show_people.html",
        people=found[: queries.PAGE],
        has_more=len(found) > queries.PAGE,
        is_first=not after,
        text=text,
    )


@bp.get("/people/<int:person_id>")
@requires(Permission.READ)
def show_person(person_id: int) -> ResponseReturnValue:
    person = queries.get_person(db, person_id)
    return render_template(
        "people/show_person.html",
        person=person,
        attendances=attendances_of(db, person),
        teams=queries.teams_of(db, person),
        is_kept=naming.audience_of(viewer(), person.dialogue_id) is Disclosure.SECRETARIAT,
        may_edit=may_edit(person),
    )


def may_edit(person: Person) -> bool:
    """Whether the user logs for the dialogue that keeps the card."""
    return person.dialogue is not None and may(Permission.LOG, person.dialogue)


def kept_person(person_id: int) -> Person:
    """The person, for a user who keeps the card. Aborts with 403 for one who may only read it."""
    person = queries.get_person(db, person_id)
    return person if may_edit(person) else abort(403)


def logged_dialogues() -> list[Dialogue]:
    return [dialogue for dialogue in dialogues(db) if may(Permission.LOG, dialogue)]


@bp.route("/people/new", methods=["GET", "POST"])
@requires(Permission.LOG)
def new_person() -> ResponseReturnValue:
    offered = logged_dialogues()
    chosen = next((one for one in offered if one.slug == request.args.get("dialogue")), None)
    form = NewPersonForm(dialogues=offered, chosen=chosen)
    if performed(form, commands.add_person):
        return redirect(url_for(".show_person", person_id=form.result.id))
    return render_template("people/new_person.html", form=form)


@bp.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@requires(Permission.LOG)
def edit_person(person_id: int) -> ResponseReturnValue:
    person = kept_person(person_id)
    form = PersonForm(row=person)
    if performed(form, commands.edit_person, person=person):
        return redirect(url_for(".show_person", person_id=person.id))
    return render_template("people/edit_person.html", form=form, person=person)


@bp.route("/people/<int:person_id>/names/new", methods=["GET", "POST"])
@requires(Permission.LOG)
def add_name(person_id: int) -> ResponseReturnValue:
    person = kept_person(person_id)
    form = NameForm()
    if performed(form, commands.add_name, person=person):
        return redirect(url_for(".edit_person", person_id=person.id))
    return render_template("people/add_name.html", form=form, person=person)


@bp.post("/people/<int:person_id>/names/<int:name_id>/remove")
@requires(Permission.LOG)
def remove_name(person_id: int, name_id: int) -> ResponseReturnValue:
    person = kept_person(person_id)
    name = queries.get_name(db, person, name_id)
    if refusal := refused(commands.remove_name, name=name):
        form = PersonForm(row=person, formdata=None)
        form.show(refusal)
        return render_template("people/edit_person.html", form=form, person=person)
    return redirect(url_for(".edit_person", person_id=person.id))


@bp.route("/people/<int:person_id>/posts/new", methods=["GET", "POST"])
@requires(Permission.LOG)
def add_affiliation(person_id: int) -> ResponseReturnValue:
    person = kept_person(person_id)
    form = NewAffiliationForm(institutions=queries.institutions(db))
    if performed(form, commands.add_affiliation, person=person):
        return redirect(url_for(".show_person", person_id=person.id))
    return render_template("people/add_affiliation.html", form=form, person=person)


@bp.route("/people/<int:person_id>/posts/<int:affiliation_id>/edit", methods=["GET", "POST"])
@requires(Permission.LOG)
def edit_affiliation(person_id: int, affiliation_id: int) -> ResponseReturnValue:
    person = kept_person(person_id)
    affiliation = queries.get_affiliation(db, person, affiliation_id)
    form = AffiliationForm(affiliation=affiliation, institutions=queries.institutions(db))
    if performed(form, commands.edit_affiliation, affiliation=affiliation):
        return redirect(url_for(".show_person", person_id=person.id))
    return render_template(
        "people/edit_affiliation.html", form=form, person=person, affiliation=affiliation
    )


@bp.route("/people/<int:person_id>/posts/<int:affiliation_id>/change", methods=["GET", "POST"])
@requires(Permission.LOG)
def change_post(person_id: int, affiliation_id: int) -> ResponseReturnValue:
    person = kept_person(person_id)
    affiliation = queries.get_affiliation(db, person, affiliation_id)
    form = ChangePostForm(affiliation=affiliation, institutions=queries.institutions(db))
    if performed(form, commands.change_post, affiliation=affiliation):
        return redirect(url_for(".show_person", person_id=person.id))
    return render_template(
        "people/change_post.html", form=form, person=person, affiliation=affiliation
    )


@bp.post("/people/<int:person_id>/posts/<int:affiliation_id>/remove")
@requires(Permission.LOG)
def remove_affiliation(person_id: int, affiliation_id: int) -> ResponseReturnValue:
    person = kept_person(person_id)
    affiliation = queries.get_affiliation(db, person, affiliation_id)
    refused(commands.remove_affiliation, affiliation=affiliation)
    return redirect(url_for(".show_person", person_id=person.id))


@bp.get("/institutions")
@requires(Permission.READ)
def show_institutions() -> ResponseReturnValue:
    text = searched()
    after = request.args.get("after", "")
    found = queries.institutions_called(db, text=text, after=after, limit=queries.PAGE + 1)
    return render_template(
        "people/show_institutions.html",
        institutions=found[: queries.PAGE],
        has_more=len(found) > queries.PAGE,
        is_first=not after,
        text=text,
    )


@bp.get("/institutions/<int:institution_id>")
@requires(Permission.READ)
def show_institution(institution_id: int) -> ResponseReturnValue:
    institution = queries.get_institution(db, institution_id)
    return render_template(
        "people/show_institution.html",
        institution=institution,
        posts=queries.posts_at(db, institution),
    )


@bp.route("/institutions/new", methods=["GET", "POST"])
@requires(Permission.LOG)
def new_institution() -> ResponseReturnValue:
    form = NewInstitutionForm()
    if performed(form, commands.add_institution):
        return redirect(url_for(".show_institution", institution_id=form.result.id))
    return render_template("people/new_institution.html", form=form)


@bp.route("/institutions/<int:institution_id>/edit", methods=["GET", "POST"])
@requires(Permission.LOG)
def edit_institution(institution_id: int) -> ResponseReturnValue:
    institution = queries.get_institution(db, institution_id)
    form = InstitutionForm(row=institution)
    if performed(form, commands.edit_institution, institution=institution):
        return redirect(url_for(".show_institution", institution_id=institution.id))
    return render_template("people/edit_institution.html", form=form, institution=institution)
