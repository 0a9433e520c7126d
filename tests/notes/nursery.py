"""A server that can be killed: each request that it is asked for runs in a process of its own.

`python -m tests.notes.nursery URL COOKIE` reads requests, one JSON object to a line, and prints
for each the number of its process when it begins and, at the next line, how that ended.
"""

import json
import os
import sys

from app import create_app
from app.web import database
from config import Config


def main(url: str, cookie: str) -> None:
    app = create_app(Config(SECRET_KEY="test-only", DATABASE_URL=url, SESSION_COOKIE_SECURE=False))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = cookie, True
    for line in sys.stdin:
        asked = json.loads(line)
        if asked.get("here"):
            # In this process, so that those to come need not make ready again what it needed.
            status = client.post(asked["url"], data=asked["data"]).status_code
            with app.app_context():
                database.engine.dispose()
            print(status, flush=True)  # noqa: T201
            continue
        pid = os.fork()
        if not pid:
            answer = client.post(asked["url"], data=asked["data"])
            os._exit(0 if answer.status_code == 302 else 1)
        print(pid, flush=True)  # noqa: T201
        # Until whoever asked has seen to it, its number is nobody else's.
        sys.stdin.readline()
        print(os.waitpid(pid, 0)[1], flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
