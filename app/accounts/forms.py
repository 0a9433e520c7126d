"""Forms about accounts."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, SelectChoice, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired

from app.accounts.models import Role
from app.dialogues.models import Dialogue, Membership
from app.fields import EnumField, RowField
from app.forms import EditForm, Form, line
from app.i18n import plain_text
from app.labels import LANGUAGE_NAMES

NEW_PASSWORD = {"autocomplete": "new-password"}
CURRENT_PASSWORD = {"autocomplete": "current-password"}
ROLES = [role for role in Role if role is not Role.ADMIN]


class SignInForm(Form):
    sign_in_name = StringField(
        _l("Name"),
        validators=[InputRequired(_l("Write your name.")), line],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Write your password.")), line],
        render_kw=CURRENT_PASSWORD,
    )


class NewUserForm(Form):
    sign_in_name = StringField(
        _l("Name to sign in with"),
        validators=[InputRequired(_l("Give the account a name.")), line],
        description=_l("In lower case; it does not change."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    name = StringField(
        _l("Name that is shown"),
        validators=[InputRequired(_l("Give the account a name.")), line],
        description=_l("It signs what this person records."),
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Give a password.")), line],
        description=_l("At least 10 characters. Hand it over in person; it can be changed."),
        render_kw=NEW_PASSWORD,
    )
    locale = SelectField(
        _l("Language"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGE_NAMES.items()],
    )
    is_admin = BooleanField(
        _l("Administrator"), description=_l("Looks after accounts, and reads no record by that.")
    )


class UserForm(EditForm):
    name = StringField(
        _l("Name that is shown"),
        validators=[InputRequired(_l("Give the account a name.")), line],
        description=_l("What was signed before keeps the name it was signed with."),
    )
    password = PasswordField(
        _l("New password"),
        validators=[line],
        description=_l("Left empty: it stays. A new one ends the sessions of this account."),
        render_kw=NEW_PASSWORD,
    )
    is_admin = BooleanField(_l("Administrator"))
    is_active = BooleanField(
        _l("In use"), description=_l("A closed account cannot sign in; what it recorded stays.")
    )

    def current(self, row: Any) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("name", "is_admin", "is_active")}

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "password": self.password.data or ""}


class PasswordForm(Form):
    current = PasswordField(
        _l("Your password now"),
        validators=[InputRequired(_l("Write your password.")), line],
        render_kw=CURRENT_PASSWORD,
    )
    password = PasswordField(
        _l("New password"),
        validators=[InputRequired(_l("Give a password.")), line],
        description=_l("At least 10 characters."),
        render_kw=NEW_PASSWORD,
    )
    again = PasswordField(
        _l("New password, once more"),
        validators=[EqualTo("password", message=_l("This is not what you wrote above."))],
        render_kw=NEW_PASSWORD,
    )

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "again"}


class MembershipForm(Form):
    role = EnumField(_l("Role"), ROLES)
    side = RowField(
        _l("Works for"),
        optional=_l("The dialogue as a whole"),
        description=_l("Someone who works for a side reads what is that side's own."),
    )

    def __init__(
        self, *, dialogue: Dialogue, member: Membership | None = None, **options: Any
    ) -> None:
        known = {"role": member.role, "side": member.side} if member else {"role": Role.READER}
        super().__init__(data=known, **options)
        self.side.offer(
            dialogue.sides,
            lambda side: side.code,
            lambda side: f"{side.code} {plain_text(side.name)}",
        )
