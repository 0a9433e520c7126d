"""The pages on which cards and institutions are written."""

from app.people.models import Affiliation, Institution, Naming, Person


def test_a_secretary_starts_a_card(browser, db, dialogue, make, secretary):
    make.dialogue(slug="not-theirs")
    form = browser.as_(secretary).get(f"/people/new?dialogue={dialogue.slug}")
    assert [one["value"] for one in form.select("#dialogue option")] == [dialogue.slug]

    browser.post(
        "/people/new",
        {
            "dialogue": dialogue.slug,
            "language": "en",
            "printed": "LU Chuanying",
            "family": "Lu",
            "given": "Chuanying",
            "note-en": "",
        },
        status=302,
    )

    person = db.query(Person).one()
    assert (person.key, person.names[0].family) == ("lu-chuanying", "Lu")
    assert browser.last.location == f"/people/{person.id}"


def test_a_card_is_kept_only_for_a_dialogue_one_logs(browser, db, make, secretary):
    other = make.dialogue()

    page = browser.as_(secretary).post(
        "/people/new", {"dialogue": other.slug, "language": "en", "printed": "LU Chuanying"}
    )

    assert page.select_one("#dialogue-error")
    assert db.query(Person).count() == 0


def test_a_card_of_another_dialogue_is_read_and_not_written(browser, make, secretary):
    meeting = make.round(disclosure="public")
    person = make.person(dialogue=meeting.dialogue)
    make.attendance(person=person, round=meeting, naming=Naming.PUBLIC)
    browser.as_(secretary)

    assert not browser.get(f"/people/{person.id}").select(f"a[href='/people/{person.id}/edit']")
    browser.get(f"/people/{person.id}/edit", status=403)
    browser.post(f"/people/{person.id}/names/{person.names[0].id}/remove", status=403)


def test_names_are_added_and_removed(browser, db, secretary, xiao):
    card, names = f"/people/{xiao.id}", [name.id for name in xiao.names]
    browser.as_(secretary).post(
        f"{card}/names/new", {"language": "en", "printed": "Xiao Qian"}, to=f"{card}/edit"
    )
    for number in names:
        browser.post(f"{card}/names/{number}/remove", to=f"{card}/edit")
    db.expire_all()

    [left] = xiao.names
    refused = browser.post(f"{card}/names/{left.id}/remove")

    assert left.printed == "Xiao Qian"
    assert "only name" in refused.select_one(".error-summary").text


def test_a_post_changes_without_touching_the_past(browser, db, secretary, xiao):
    card, [post] = f"/people/{xiao.id}", xiao.affiliations
    other = Institution(key="brookings", name=type(xiao.note)({"en": "Brookings"}))
    db.add(other)
    browser.as_(secretary)

    browser.post(
        f"{card}/posts/{post.id}/change",
        {
            "institution": "brookings",
            "post-en": "Visiting Fellow",
            "since": "2024-05",
            "revision": str(xiao.revision),
        },
        to=card,
    )

    page = browser.get(card)
    assert "Visiting Fellow, Brookings" in page.text
    assert "until May 2024" in page.text
    assert "Post 1" in page.text


def test_a_post_is_added_corrected_and_taken_off(browser, db, secretary, xiao):
    card = f"/people/{xiao.id}"
    browser.as_(secretary).post(
        f"{card}/posts/new", {"institution": "", "post-en": "Colonel", "former": "y"}, to=card
    )
    added = db.query(Affiliation).filter_by(institution_id=None).one()
    db.refresh(xiao)
    post = f"{card}/posts/{added.id}"
    form = {"institution": "", "post-en": "Senior Colonel (Ret.)", "revision": str(xiao.revision)}
    browser.post(f"{post}/edit", form, to=card)
    assert "Senior Colonel (Ret.)" in browser.get(card).text

    browser.post(f"{post}/remove", to=card)

    assert "Senior Colonel (Ret.)" not in browser.get(card).text
    browser.get(f"{post}/edit", status=404)


def test_a_post_without_words_is_refused_beside_the_field(browser, secretary, xiao):
    page = browser.as_(secretary).post(f"/people/{xiao.id}/posts/new", {"institution": ""})

    assert page.select_one("#post-error")


def test_two_who_edit_one_card_are_told_of_each_other(browser, secretary, xiao):
    [post], card = xiao.affiliations, f"/people/{xiao.id}"
    form = {"institution": "", "post-en": "One", "revision": str(xiao.revision)}
    browser.as_(secretary).post(f"{card}/posts/{post.id}/edit", form, to=card)

    page = browser.post(f"{card}/posts/{post.id}/edit", {**form, "post-en": "Other"})

    assert "One" in page.select_one(".conflict").text


def test_an_institution_is_kept(browser, db, secretary):
    browser.as_(secretary).post(
        "/institutions/new", {"name-en": "Brookings", "sector": "think-tank"}, status=302
    )
    institution = db.query(Institution).one()
    page = f"/institutions/{institution.id}"

    browser.post(
        f"{page}/edit",
        {
            "name-en": "Brookings Institution",
            "other_names": "Brookings",
            "country": "United States",
            "sector": "",
            "revision": str(institution.revision),
        },
        to=page,
    )

    shown = browser.get(page)
    assert shown.select_one("h1").text == "Brookings Institution"
    assert "United States" in shown.text
    assert "not recorded" in shown.text
