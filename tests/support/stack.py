"""The gateway in front of core, both in this process; people come in through the front door."""

from typing import Any
from uuid import uuid4

import httpx2
from fastapi import FastAPI

from tests.support import settings

PASSWORD = "correct horse battery staple"


class Stack:
    """The public service as one test sees it."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self._run = uuid4().hex[:12]

    def client(self, **options: Any) -> httpx2.AsyncClient:
        """A browser's client that nobody has signed in on."""
        transport = httpx2.ASGITransport(app=self.app, raise_app_exceptions=False)
        headers = {"origin": settings.GATEWAY} | options.pop("headers", {})
        return httpx2.AsyncClient(transport=transport, base_url=settings.GATEWAY, headers=headers, **options)

    def email(self, name: str) -> str:
        """The address of a person of this test."""
        return f"{name}-{self._run}@example.com"

    async def sign_up(self, name: str = "ada", **options: Any) -> httpx2.AsyncClient:
        """A client with the cookies of somebody new."""
        client = self.client(**options)
        body = {"name": name.title(), "email": self.email(name), "password": PASSWORD}
        response = await client.post("/api/auth/sign-up/email", json=body)
        assert response.status_code == 200, f"sign-up: {response.status_code} {response.text}"
        return client
