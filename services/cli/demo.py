"""Plays Canvass' main job on the sample files, through the public API only, as a frontend would."""

import asyncio
import json
import re
from pathlib import Path
from typing import Annotated, Any

import httpx2
import typer
from rich.console import Console

from services.cli import demo_tables
from services.cli.stack.errors import StackError

SAMPLES = Path(__file__).resolve().parents[2] / "infra" / "demo"
KINDS = (".eml", ".txt", ".xlsx", ".csv")
WHO = {"name": "Demo Analyst", "email": "demo@canvass.example", "password": "a demo password, not a secret"}
FONTS_FROM_ELSEWHERE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
WIDE = 132
"""Columns of the picture."""
PATIENCE = 30.0
"""Seconds any one request may take."""

app = typer.Typer()
Json = dict[str, Any]


class Api:
    """The public API as the demo's analyst sees it. A refusal ends the demo with the API's own words."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client

    async def call(self, method: str, path: str, **given: Any) -> Any:
        """The answer's JSON. Raises StackError with the problem's detail for a refusal."""
        response = await self._client.request(method, path, **given)
        if response.is_error:
            raise StackError(f"{method} {path} answered {response.status_code}: {response.text[:500]}")
        return response.json() if response.content else None

    async def sign_in(self) -> None:
        """Sign up, or in when a demo was played here before."""
        response = await self._client.post("/api/auth/sign-up/email", json=WHO)
        if response.status_code == httpx2.codes.UNPROCESSABLE_ENTITY:
            response = await self._client.post("/api/auth/sign-in/email", json=WHO)
        if response.is_error:
            raise StackError(f"the demo could not sign in: {response.text[:500]}")
        self._client.cookies.clear()
        self._client.headers["authorization"] = f"Bearer {response.json()['token']}"

    async def find(self, path: str, **filters: Any) -> Json | None:
        """The first of a list, or None."""
        items: list[Json] = (await self.call("GET", path, params=filters | {"limit": 1}))["items"]
        return items[0] if items else None


async def play(base_url: str, *, console: Console, people: int | None = None) -> None:
    """Set the campaign up (once), hand every sample in, print what came of it."""
    async with httpx2.AsyncClient(base_url=base_url, timeout=PATIENCE) as client:
        api = Api(client)
        await api.sign_in()
        campaign_id = await set_up(api, campaign())
        for name, content in samples():
            report = await hand_in(api, campaign_id, name, content)
            console.print(demo_tables.report_line(name, report), highlight=False)
            for row in report["items"]:
                if row["outcome"] == "rejected":
                    console.print(demo_tables.refusal_line(row), highlight=False)
        await show(api, campaign_id, console, people=people)


def campaign() -> Json:
    """The demo's brief, questions and vendors."""
    brief: Json = json.loads((SAMPLES / "campaign.json").read_text())
    return brief


def samples() -> list[tuple[str, bytes]]:
    """The vendors' files with their names, in the order they came."""
    return [(path.name, path.read_bytes()) for path in sorted(SAMPLES.iterdir()) if path.suffix in KINDS]


async def set_up(api: Api, brief: Json) -> str:
    """The demo's campaign with its vendors and questions; found again when it is there already."""
    wanted = brief["project"]
    project = await api.find("/api/projects", project_code=wanted["project_code"])
    project = project or await api.call("POST", "/api/projects", json=wanted)
    campaign = await api.find("/api/campaigns", project_id=project["id"], q=brief["campaign"]["campaign_name"])
    if campaign is not None:
        return str(campaign["id"])
    campaign = await api.call("POST", "/api/campaigns", json=brief["campaign"] | {"project_id": project["id"]})
    where = f"/api/campaigns/{campaign['id']}"
    for enrollment in brief["enrollments"]:
        vendor = await api.find("/api/vendors", q=enrollment["vendor"])
        if vendor is None:
            raise StackError(f"the catalogue has no vendor {enrollment['vendor']}")
        body = {name: value for name, value in enrollment.items() if name != "vendor"}
        await api.call("POST", f"{where}/vendors", json=body | {"vendor_platform_id": vendor["id"]})
    for order, question in enumerate(brief["screening_questions"]):
        await ask(api, where, question, order=order, parent=None)
    return str(campaign["id"])


async def ask(api: Api, where: str, question: Json, *, order: int, parent: str | None) -> None:
    """Add a question and those below it."""
    body = {name: value for name, value in question.items() if name in ("question_text", "question_type")}
    if question["question_type"] == "multiple-choice":
        body["options"] = question["options"]
    body |= {"display_order": order, "parent_question_id": parent}
    added = await api.call("POST", f"{where}/screening-questions", json=body)
    for below, sub_question in enumerate(question.get("sub_questions", ())):
        await ask(api, where, sub_question, order=below, parent=added["id"])


async def hand_in(api: Api, campaign_id: str, name: str, content: bytes) -> Json:
    """Send one file in; its report."""
    files = {"files": (name, content)}
    report: Json = await api.call("POST", f"/api/campaigns/{campaign_id}/intake", files=files)
    return report


async def show(api: Api, campaign_id: str, console: Console, *, people: int | None) -> None:
    """Print the shortlist (its first `people`) with its figures and the questions left for a human."""
    shortlist = await api.call("GET", f"/api/campaigns/{campaign_id}/shortlist", params={"limit": 200})
    reviews = await api.call("GET", "/api/match-reviews", params={"status": "open", "limit": 200})
    console.print(demo_tables.shortlist_table(shortlist, people=people))
    for line in demo_tables.summary_lines(shortlist, reviews["items"]):
        console.print(line, highlight=False)


@app.command()
def demo(
    url: Annotated[str, typer.Option(help="Where the gateway answers.")] = "http://127.0.0.1:8080",
    people: Annotated[int | None, typer.Option(help="How many people to print; all when absent.")] = None,
    picture: Annotated[Path | None, typer.Option(help="Also draw what is printed, as an SVG file.")] = None,
) -> None:
    """Play the sample files against a running stack and print the shortlist."""
    console = Console(record=picture is not None, width=WIDE if picture else None)
    asyncio.run(play(url, console=console, people=people))
    if picture is not None:
        picture.write_text(FONTS_FROM_ELSEWHERE.sub("", console.export_svg(title="infra/up --demo")))
