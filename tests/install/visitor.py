"""Somebody with a browser that runs no scripts: keeps cookies, fills in forms, and works a ticket."""

from __future__ import annotations

import re
from typing import Any, Self

import httpx

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """One person's cookies at one address."""

    def __init__(self, address: str, **options: Any) -> None:
        self.address = address.rstrip("/")
        self.client = httpx.Client(base_url=self.address, timeout=120, follow_redirects=True, **options)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def get(self, path: str) -> httpx.Response:
        """A page; fails unless it is there."""
        answer = self.client.get(path)
        assert answer.status_code == 200, f"GET {path}: {answer.status_code} {answer.text[:300]}"
        return answer

    def submit(self, path: str, *, to: str = "", **fields: Any) -> httpx.Response:
        """Open the page with the form and send the fields to it, or to another address."""
        [token, *_more] = TOKEN.findall(self.get(path).text)
        origin = {"Referer": f"{self.address}{path}"}
        answer = self.client.post(to or path, data={"csrfmiddlewaretoken": token, **fields}, headers=origin)
        assert answer.status_code == 200, f"POST {to or path}: {answer.status_code} {answer.text[:300]}"
        return answer

    def sign_in(self, link: str) -> None:
        """Open a sign-in link and press its button."""
        page = self.submit(link.removeprefix(self.address))
        assert "account_login" not in str(page.url)


def work_a_ticket(visitor: Visitor, link: str) -> int:
    """Sign in, write a ticket down, answer it, and read both on its page. Its number."""
    visitor.sign_in(link)
    subject, question, answer = "Scanner eats pages", "It takes three at a time.", "Please turn the roller by hand."
    made = visitor.submit(
        "/agent/it/new/",
        subject=subject,
        requester="vera@lindental.example",
        channel="phone",
        kind="incident",
        priority="normal",
        first="requester",
        body=question,
    )
    number = int(str(made.url).rstrip("/").rpartition("/")[2])
    page = f"/agent/tickets/{number}/"
    visitor.submit(page, to=f"{page}send", kind="reply", body=answer)
    shown = visitor.get(page).text
    for words in (subject, question, answer):
        assert words in shown, f"{words!r} is not on {page}"
    assert subject in visitor.get("/agent/it/tickets/").text
    return number
