"""Two people of one name whom one mail lists at two employers are two offers, and news finds the right one."""

from tests.core.intake import desk as desks
from tests.core.intake.desk import Desk
from tests.core.intake.test_follow_ups import FIRST

BOTH = FIRST.replace("Bert Okafor", "Anna Weber")
NEWS = BOTH[: BOTH.index("Please find")] + "Anna Weber (Bosch): conflict check cleared.\n\nBest,\nJane\n"


async def test_namesakes_of_one_mail_are_two_offers_of_two_people(desk: Desk) -> None:
    report = await desk.report(desks.text(BOTH), vendor=None)
    assert [item["outcome"] for item in report["items"]] in (["added", "needs_review"], ["added", "added"])
    assert len({item["person_id"] for item in report["items"]}) == 2
    again = await desk.report(desks.text(BOTH.replace("USD 600", "USD 650")), vendor=None)
    assert [(item["expert_id"], item["outcome"]) for item in again["items"]] == [
        (report["items"][0]["expert_id"], "unchanged"),
        (report["items"][1]["expert_id"], "updated"),
    ]


async def test_news_of_one_namesake_leaves_the_other(desk: Desk) -> None:
    first = await desk.report(desks.text(BOTH), vendor=None)
    thread = f"{NEWS}\nOn Mon, 2 Nov 2026 at 09:00, Jane Doe <jane@thirdbridge.com> wrote:\n" + "\n".join(
        f"> {line}" for line in BOTH[BOTH.index("Hi Ada") :].splitlines()
    )
    await desk.report(desks.text(thread), vendor=None)
    page = await desk.get("/api/experts", campaign_id=desk.campaign_id)
    states = {offer["id"]: (offer["company"], offer["conflict_status"]) for offer in page["items"]}
    assert [states[item["expert_id"]] for item in first["items"]] == [("Siemens", "pending"), ("Bosch", "cleared")]


async def test_a_third_namesake_known_by_an_address_alone_is_an_offer_to_review(desk: Desk) -> None:
    own = "\n3. Anna Weber\nLinkedIn: https://www.linkedin.com/in/anna-weber-3\nRate: USD 700 per hour\n\nBest,"
    mail = BOTH.replace("\nBest,", own)
    report = await desk.report(desks.text(mail), vendor=None)
    third = report["items"][2]
    assert third["outcome"] == "needs_review"
    assert len({item["person_id"] for item in report["items"]}) == 3
    again = await desk.report(desks.text(mail.replace("USD 700", "USD 750")), vendor=None)
    assert (again["items"][2]["expert_id"], again["items"][2]["outcome"]) == (third["expert_id"], "updated")


async def test_a_third_namesake_with_nothing_of_their_own_is_a_refused_row(desk: Desk) -> None:
    mail = BOTH.replace("\nBest,", "\n3. Anna Weber\nLocation: Paris, France\nRate: USD 700 per hour\n\nBest,")
    *_, row = (await desk.report(desks.text(mail), vendor=None))["items"]
    assert (row["outcome"], row["code"]) == ("rejected", "namesake_unclear")
