"""One of everything, made by one person through core's own routes; and all of it as it lies in the database.

A path parameter without a builder fails the test over every route, so that no resource is left out.
"""

from dataclasses import dataclass, field
from typing import Any

import httpx2

from tests.support import trackers
from tests.support.contract import Document
from tests.support.core import Core

ALIASES = {
    "attendees": "member_id",
    "expert_ids": "expert_id",
    "lead_member_id": "member_id",
    "optional_attendees": "member_id",
    "subject_id": "expert_id",
    "after": "person_id",
    "campaign_ids": "campaign_id",
    "parent_question_id": "question_id",
    "screening_question_id": "question_id",
    "team_member_id": "member_id",
    "vendor_platform_id": "vendor_id",
}
"""Other names under which an id is asked for."""
NATURAL = {"currency": "EUR", "rule": "country"}
"""Path parameters that name no row of anybody's: the same word means each workspace's own."""
NAMES = ("Ada Byron", "Grace Hopper", "Alan Turing", "Edsger Dijkstra", "Barbara Liskov")
SHEET = b"Name,Title,Company\nSarah Chen,Chief of Staff,Epic Systems\nLena Vogt,Plant Manager,Siemens\n"
"""A vendor's file: news of somebody known, and somebody new."""
INVOICE = b"Date,Expert,Duration,Amount,Currency\n" + b"".join(
    b"2026-03-%02d,Sarah Chen,60,1200,USD\n" % day for day in range(2, 9)
)
"""A vendor's invoice."""


@dataclass(slots=True)
class World:
    """What one person has: an id for every slot. `rows` is all of it as the database has it."""

    core: Core
    user: str
    document: Document
    ids: dict[str, str] = field(default_factory=lambda: dict(NATURAL))

    @property
    def client(self) -> httpx2.AsyncClient:
        """The person at work, who decides for compliance too."""
        return self.core.as_(self.user, also_compliance=True)

    async def build(self) -> "World":
        """Make one of everything."""
        await self._post("project_id", "/api/projects")
        await self._post("campaign_id", "/api/campaigns")
        await self._post("vendor_id", "/api/vendors")
        await self._post(None, "/api/campaigns/{campaign_id}/vendors")
        await self._post("question_id", "/api/campaigns/{campaign_id}/screening-questions")
        await self._post("company_id", "/api/campaigns/{campaign_id}/companies", name="Epic Systems")
        target = {"region": "Europe", "expert_type": "former_employee", "max_calls": 3}
        await self._send("PUT", "/api/campaigns/{campaign_id}/coverage-targets", items=[target])
        await self._post("member_id", "/api/team-members")
        await self._post(None, "/api/team-members/campaigns/{campaign_id}/assign/{member_id}")
        await self._people()
        await self._intake()
        feed = await self._post("feed_id", "/api/calendar-feeds")
        self._know("token", feed["url"].rpartition("/")[2].removesuffix(".ics"))
        await self._calls()
        await self._money()
        await self._compliance()
        self._know("read_id", await self._tracker("Nobody"))
        await self._send("PATCH", "/api/ui-preferences", theme="dark")
        await self._send("PUT", "/api/exchange-rates/{currency}")
        return self

    async def add(self, number: int) -> None:
        """One more of everything that a list shows, told from the others by its number."""
        await self._post(None, "/api/projects", project_name=f"Project {number % 3}")
        await self._post(None, "/api/campaigns", campaign_name=f"Campaign {number % 3}")
        vendor = await self._post(None, "/api/vendors", name=f"Vendor {number}")
        await self._post(None, "/api/campaigns/{campaign_id}/vendors", vendor_platform_id=vendor["id"])
        await self._post(None, "/api/campaigns/{campaign_id}/screening-questions", question_text=f"Why {number}?")
        await self._post(None, "/api/campaigns/{campaign_id}/companies", name=f"Company {number}")
        self._know("member_id", (await self._post(None, "/api/team-members", name=f"Member {number % 3}"))["id"])
        await self._post(None, "/api/team-members/campaigns/{campaign_id}/assign/{member_id}")
        await self._post(None, "/api/experts", name=NAMES[number])
        free = {"screening_question_id": None, "question_text": f"When {number}?"}
        await self._post(None, "/api/experts/{expert_id}/screening", **free)
        card = {"valid_from": f"2026-04-{number + 1:02}", "recruiting_fee_minor": 50_000}
        await self._post(None, "/api/vendors/{vendor_id}/rate-cards", **card)
        await self._post(None, "/api/charges", reason=f"Search {number}")
        await self._post(None, "/api/calendar-feeds")
        await self._tracker(f"Nobody {number}")
        await self._invoice(INVOICE + b"2026-03-%02d,Lena Vogt,60,%d,USD\n" % (number + 3, 100 + number % 3))
        await self._post(None, "/api/interviews", expert_id=self.ids["called_id"])
        days = {"starts_on": f"2026-05-0{number + 1}", "ends_on": "2026-05-09"}
        await self._post(None, "/api/blackouts", **days, person_id=None, team_member_id=None)
        await self._rule(number)

    async def rows(self) -> list[str]:
        """Every row of the person's workspace, as text."""
        tables = await self.core.owner_sql(TABLES)
        query = " UNION ALL ".join(
            f"SELECT '{row['name']} ' || to_jsonb(t)::text AS row FROM {row['name']} t WHERE workspace_id = $1"
            for row in tables
        )
        return sorted(row["row"] for row in await self.core.owner_sql(query, self.core.workspace(self.user)))

    async def _people(self) -> None:
        """Two offers that may be of one person, so that there is a review; and an answer."""
        offer = await self._post("expert_id", "/api/experts", name="Sarah Chen", company="Epic Systems")
        self._know("person_id", offer["person_id"])
        await self._post(None, "/api/experts", name="Sarah Chen")
        await self._post(None, "/api/experts/{expert_id}/screening")
        reviews = (await self.client.get("/api/match-reviews")).json()["items"]
        self._know("review_id", reviews[0]["id"])
        await self._send("PATCH", "/api/experts/{expert_id}", title="Head of Sales")

    async def _calls(self) -> None:
        """A call with somebody who is shortlisted, and a day without calls."""
        called = await self._send("POST", "/api/experts", name="Ivy Callender")
        self._know("called_id", called["id"])
        moved = await self.client.patch(f"/api/experts/{called['id']}", json={"status": "shortlisted"})
        assert moved.is_success, moved.text
        await self._post("interview_id", "/api/interviews", expert_id=called["id"], starts_at="2026-05-04T09:00:00Z")
        days = {"starts_on": "2026-05-01", "ends_on": "2026-05-02", "person_id": None, "team_member_id": None}
        await self._post("blackout_id", "/api/blackouts", **days)

    async def _compliance(self) -> None:
        """A rule of the workspace's own, a listed company, an expert of it, and what was signed, learnt and decided."""
        await self._send("PUT", "/api/compliance-rules/{rule}")
        await self._post(
            "entry_id", "/api/restricted-entries", name="Umbrella", person_id=None, valid_from="2026-01-01"
        )
        await self._post("fact_id", "/api/company-facts", name="Umbrella")
        await self._post("attestation_id", "/api/attestations", interview_id=None)
        await self._post("training_id", "/api/user-trainings")
        listed = await self._send("POST", "/api/experts", name="Otto Listed", company="Umbrella")
        self._know("approval_id", await self._decision("2026-03-02T09:30:00Z", listed["id"]))
        self.ids["listed_id"] = listed["id"]

    async def _decision(self, starts_at: str, expert_id: str) -> str:
        decision = {"rule": "restricted_company", "decision": "override", "starts_at": starts_at}
        decided = await self._send("POST", "/api/approvals", expert_id=expert_id, interview_id=None, **decision)
        return str(decided["items"][0]["id"])

    async def _rule(self, number: int) -> None:
        await self._send("PUT", "/api/compliance-rules/{rule}", reason=f"Client {number}")
        await self._post(None, "/api/restricted-entries", name=f"Umbrella {number % 3}", person_id=None)
        await self._post(None, "/api/company-facts", name=f"Umbrella {number % 3}")
        signed = {"signed_at": f"2026-02-0{number + 1}T10:00:00Z", "interview_id": None}
        await self._post(None, "/api/attestations", **signed)
        await self._post(None, "/api/user-trainings", completed_on=f"2026-02-0{number + 1}")
        await self._decision(f"2026-03-0{number + 3}T09:30:00Z", self.ids["listed_id"])

    async def _money(self) -> None:
        """What the vendor charges, a fee by it, and what the campaign may cost."""
        await self._post("rate_card_id", "/api/vendors/{vendor_id}/rate-cards", recruiting_fee_minor=50_000)
        await self._post("charge_id", "/api/charges")
        await self._send(
            "PUT",
            "/api/campaigns/{campaign_id}/budget",
            amount_minor=1_000_000,
            thresholds=[{"kind": "percent", "value": 80}],
        )
        invoice = await self._invoice(INVOICE)
        self._know("invoice_id", invoice["id"])
        lines = (await self.client.get(f"/api/invoices/{invoice['id']}/lines")).json()["items"]
        self._know("line_id", lines[0]["id"])

    async def _invoice(self, content: bytes) -> Any:
        """A vendor's invoice, of calls nobody held."""
        asked = {"vendor_id": self.ids["vendor_id"], "period_from": "2026-03-01", "period_to": "2026-03-31"}
        files = {"files": ("invoice.csv", content, "text/csv")}
        response = await self.client.post("/api/invoices", params=asked, files=files)
        assert response.status_code == 201, response.text
        return response.json()

    async def _intake(self) -> None:
        """A file of the vendor's, which suggests another title for somebody whose title a person has edited."""
        path = "/api/campaigns/{campaign_id}/intake".format(**self.ids)
        files = {"files": ("offers.csv", SHEET, "text/csv")}
        response = await self.client.post(path, params={"vendor": self.ids["vendor_id"]}, files=files)
        assert response.status_code == 201, response.text
        self._know("intake_id", response.json()["id"])
        self._know("file_id", response.json()["files"][0]["id"])
        suggestions = (await self.client.get("/api/suggestions")).json()["items"]
        self._know("suggestion_id", suggestions[0]["id"])

    async def _tracker(self, name: str) -> str:
        """A tracker that comes back with rows that say too little."""
        campaign = self.ids["campaign_id"]
        book = trackers.Workbook.of(await trackers.handed_out(self.client, campaign))
        for number in range(5):
            book.add(name=f"{name} {number}")
        return str((await trackers.merged(self.client, campaign, book.saved()))["id"])

    async def _post(self, slot: str | None, path: str, **more: Any) -> Any:
        made = await self._send("POST", path, **more)
        if slot is not None:
            self._know(slot, made["id"])
        return made

    async def _send(self, method: str, path: str, **more: Any) -> Any:
        operation = self.document.find(method, path)
        assert operation is not None, f"core does not answer {method} {path}"
        sent = operation.payload(self.ids)
        if "json" in sent:
            sent["json"] |= more
        response = await self.client.request(method, path.format(**self.ids), **sent)
        assert response.is_success, f"{method} {path}: {response.status_code} {response.text}"
        return response.json() if response.content else None

    def _know(self, slot: str, id_: str) -> None:
        self.ids[slot] = id_
        self.ids.update({alias: id_ for alias, name in ALIASES.items() if name == slot})


TABLES = """
    SELECT n.nspname || '.' || c.relname AS name FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE a.attname = 'workspace_id' AND c.relkind = 'r' AND n.nspname IN ('expert_network', 'gateway') ORDER BY 1
"""
