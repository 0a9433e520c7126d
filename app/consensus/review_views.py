"""The page on which one says when an item is looked at again."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.addresses import record_url
from app.consensus.item_views import get_item
from app.consensus.review_commands import set_review
from app.consensus.review_forms import ReviewForm
from app.web import performed, requires

bp = Blueprint("reviews", __name__)


@bp.route("/<dialogue>/<item:ref>/review", methods=["GET", "POST"])
@requires(Permission.AGREE)
def edit_review(dialogue: str, ref: str) -> ResponseReturnValue:
    item = get_item(dialogue, ref)
    form = ReviewForm(row=item)
    if performed(form, set_review, item=item):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "consensus/edit_review.html", form=form, dialogue=item.dialogue, item=item
    )
