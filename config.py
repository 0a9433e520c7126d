"""Settings, read once from the environment when the process starts."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

# Where the embedded database and the secret key are kept.
INSTANCE = Path(
    os.environ.get("THROUGHLINE_INSTANCE") or Path(__file__).resolve().parent / "instance"
)


@dataclass(frozen=True, kw_only=True)
class Config:
    """`DATABASE_URL` is sqlite:///… or postgresql+psycopg://…; `SECRET_KEY` signs the cookies."""

    SECRET_KEY: str
    DATABASE_URL: str
    # How many proxies stand before the server and say whose request it is.
    TRUSTED_PROXIES: int = 0
    # Cookies travel over HTTPS alone; off only where the demo is served on this machine.
    SESSION_COOKIE_SECURE: bool = True
    SESSION_COOKIE_HTTPONLY: bool = True
    SESSION_COOKIE_SAMESITE: str = "Lax"
    PERMANENT_SESSION_LIFETIME: int = 12 * 3600
    # A form's text fields are at most 20,000 characters each; this leaves room for a full page.
    MAX_CONTENT_LENGTH: int = 8 * 1024 * 1024
    # A file may have 25 MB. Larger ones are still read where they are sent to, so that the rest of
    # the form comes back with the refusal.
    LARGEST_UPLOAD: int = 64 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE: int = 4 * 1024 * 1024
    WTF_CSRF_TIME_LIMIT: int | None = None
    WTF_CSRF_SSL_STRICT: bool = True
    # Seconds for which a browser keeps the style sheets without asking again.
    SEND_FILE_MAX_AGE_DEFAULT: int = 3600
    BABEL_DEFAULT_LOCALE: str = "en"

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Read the environment. The secret key is made once and kept beside the database."""
        return cls(
            SECRET_KEY=env.get("SECRET_KEY") or kept_secret(INSTANCE),
            DATABASE_URL=with_driver(env.get("DATABASE_URL") or default_database(INSTANCE)),
            SESSION_COOKIE_SECURE=env.get("INSECURE_COOKIES", "") != "1",
            TRUSTED_PROXIES=int(env.get("TRUSTED_PROXIES") or 0),
        )


def with_driver(url: str) -> str:
    """Name the driver in a PostgreSQL address that leaves it open, as most are written."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def default_database(instance: Path) -> str:
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{instance / 'throughline.db'}"


def kept_secret(instance: Path) -> str:
    path = instance / "secret-key"
    if not path.exists():
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text().strip()
