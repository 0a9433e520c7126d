"""Domain outcomes as HTTP responses."""

from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import NoResultFound


def init_app(app: Flask) -> None:
    @app.errorhandler(404)
    @app.errorhandler(405)
    @app.errorhandler(NoResultFound)
    def not_found(_error: Exception) -> tuple[str, int]:
        return render_template("errors/404.html"), 404

    @app.errorhandler(403)
    def not_allowed(_error: Exception) -> tuple[str, int]:
        return render_template("errors/403.html"), 403

    @app.errorhandler(413)
    def too_large(_error: Exception) -> tuple[str, int]:
        return render_template("errors/413.html"), 413

    @app.errorhandler(400)
    @app.errorhandler(CSRFError)
    def not_understood(_error: Exception) -> tuple[str, int]:
        return render_template("errors/400.html"), 400

    @app.errorhandler(500)
    def broken(_error: Exception) -> tuple[str, int]:
        return render_template("errors/500.html"), 500
