"""Reading a bot's HTTP request."""

import json
import mimetypes
from typing import Any

from aiohttp import web

from .errors import bad_request
from .files import Upload


async def read_parameters(request: web.Request) -> dict[str, Any]:
    """The parameters of a request, wherever they are: query, JSON, form or multipart."""
    params: dict[str, Any] = dict(request.query)
    if request.method == "GET":
        return params
    if request.content_type == "application/json":
        try:
            given = json.loads(await request.read() or b"{}")
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(given, dict):
            raise bad_request("expected a JSON object")
        return params | given
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            guessed = mimetypes.guess_type(value.filename)[0] or "application/octet-stream"
            params[name] = Upload(value.filename, value.file.read(), guessed)
        else:
            params[name] = value if isinstance(value, str) else value.decode()
    return params
