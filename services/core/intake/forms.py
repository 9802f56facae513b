"""Takes files out of a multipart form, or pasted text out of a body, within the limits; documents both for OpenAPI."""

import re
from typing import Any
from uuid import UUID

import orjson
from fastapi import Request
from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from services.core.intake.uploads import Upload
from shared.errors import Problem, invalid

MOST_FILES = 20
LARGEST_FILE = 50 * 1024 * 1024
LONGEST_VENDOR = 1024
MEDIA_TYPE = re.compile(r"[ -~]{1,255}")
PASTED = "pasted text"
Json = dict[str, Any]


def body(content: Json) -> Json:
    """The `openapi_extra` of a route whose body FastAPI does not read: by media type what it takes."""
    return {"requestBody": {"required": True, "content": content}}


def _form(*, required: str, **properties: Json) -> Json:
    return {"schema": {"type": "object", "properties": properties, "required": [required]}}


_TEXT: Json = {"type": "string"}
_FILES: Json = {"type": "array", "items": {"type": "string", "format": "binary"}}
ONE_FILE = body({"multipart/form-data": _form(required="files", files=_FILES)})
FILES_OR_TEXT = body(
    {
        "multipart/form-data": _form(required="files", files=_FILES | {"maxItems": MOST_FILES}, vendor=_TEXT),
        "application/json": _form(required="text", text=_TEXT, vendor={"type": ["string", "null"]}),
        "text/plain": {"schema": _TEXT},
    }
)


async def read(request: Request) -> tuple[list[Upload], str | None]:
    """The files and the vendor named beside them.

    Raises Problem for another media type (415), a form that cannot be read, no file, too many or too large ones, or
    text that is none.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "multipart/form-data":
        return await _from_form(request)
    if media_type == "application/json":
        return _from_json(await request.body())
    if media_type == "text/plain":
        return [_pasted(await request.body())], None
    message = "Send files as multipart/form-data, or pasted text as application/json or text/plain."
    raise Problem("unsupported_media", "media_type_unsupported", message)


def campaign_id(request: Request) -> UUID:
    """Of the path, which FastAPI has not looked at yet."""
    try:
        return UUID(request.path_params["campaign_id"])
    except ValueError as fault:
        raise invalid("input_invalid", "Input should be a valid UUID", pointer="#/path/campaign_id") from fault


async def _from_form(request: Request) -> tuple[list[Upload], str | None]:
    await _refuse_cut_short(request)
    try:
        async with request.form(max_files=MOST_FILES, max_fields=10) as form:
            vendor, text = form.get("vendor"), form.get("text")
            uploads = [
                Upload(_safe(part.filename or "file"), _media_type(part.content_type), await part.read())
                for _, part in form.multi_items()
                if isinstance(part, UploadFile)
            ]
    except HTTPException as fault:
        raise Problem("malformed", "form_malformed", f"The form cannot be read: {fault.detail}") from fault
    except UnicodeError as fault:
        raise Problem("malformed", "form_malformed", "The form is not in the charset it names.") from fault
    if isinstance(text, str) and text:
        uploads.append(_pasted(_utf8(text)))
    if not uploads:
        raise invalid("file_missing", "Hand in at least one file, or text.", pointer="#/files")
    for upload in uploads:
        if len(upload.data) > LARGEST_FILE:
            raise Problem("too_large", "file_too_large", f"{upload.name} is larger than 50 MiB.")
    return uploads, _vendor(vendor)


async def _refuse_cut_short(request: Request) -> None:
    """Without its closing boundary a form's last file would be missed without a word."""
    boundary = parse_options_header(request.headers["content-type"])[1].get(b"boundary", b"")
    if b"--" + boundary + b"--" not in await request.body():
        raise Problem("malformed", "form_malformed", "The form cannot be read: it has no closing boundary.")


def _from_json(body: bytes) -> tuple[list[Upload], str | None]:
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as fault:
        raise Problem("malformed", "json_malformed", "The body is not valid JSON.") from fault
    text, vendor = (given.get("text"), given.get("vendor")) if isinstance(given, dict) else (None, None)
    if not isinstance(text, str):
        raise invalid("text_missing", "Give the pasted text as `text`.", pointer="#/text")
    return [_pasted(_utf8(text))], _vendor(vendor)


def _vendor(given: object) -> str | None:
    if given is None or given == "":
        return None
    if not isinstance(given, str) or len(_utf8(given)) > LONGEST_VENDOR:
        raise invalid("vendor_not_text", "Give the vendor's name or id as text.", pointer="#/vendor")
    return given


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as fault:
        raise Problem("malformed", "text_not_unicode", "The text holds half a character (a surrogate).") from fault


def _pasted(data: bytes) -> Upload:
    return Upload(PASTED, "text/plain; charset=utf-8", data)


def _media_type(given: str | None) -> str:
    return given if given and MEDIA_TYPE.fullmatch(given) else "application/octet-stream"


def _safe(name: str) -> str:
    """The file's own name, without a path, control characters or more than 200 characters."""
    own = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in own if sign.isprintable())[:200] or "file"
