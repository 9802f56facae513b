"""The bodies of vendors' HTML mails: one table, a row per person, answers in a row of their own below."""

from html import escape

from services.core.simulator import quotes
from services.core.simulator.letters import batches
from services.core.simulator.letters.batches import Batch
from services.core.simulator.records import Offer

HEADER = ("Council Member", "Title", "Company", "Location", "Rate", "Compliance", "Availability", "LinkedIn", "Ref")


def body(batch: Batch) -> str:
    """The mail's HTML."""
    header = "".join(f'<th align="left">{escape(cell)}</th>' for cell in HEADER)
    rows = "\n".join(_rows(offer, batch) for offer in batch.offers)
    name, address = batch.sender
    count = len(batch.offers)
    return (
        f'<html><body style="font-family:Arial,sans-serif;font-size:13px">\n<p>{batches.CLIENT[0].split()[0]},</p>\n'
        f"<p>Below {'is' if count == 1 else 'are'} {count} for <b>{escape(batch.campaign.code)}</b>. "
        f"{escape(quotes.terms_in_words(batch.vendor))}</p>\n"
        f'<table cellspacing="0" cellpadding="4" border="1">\n<tr>{header}</tr>\n{rows}\n</table>\n'
        f"<p>Regards,<br>{escape(name)}<br>{escape(batch.vendor.name)}<br>{escape(address)}</p>\n</body></html>\n"
    )


def _rows(offer: Offer, batch: Batch) -> str:
    cells = (
        f"<b>{escape(offer.name)}</b>",
        escape(batches.title(offer)),
        escape(offer.employer),
        escape(offer.person.place.written),
        escape(batches.rate(offer, batch)),
        escape(offer.conflict.replace("_", " ")),
        escape(batches.times(offer)),
        escape(offer.person.linkedin or ""),
        escape(offer.ref),
    )
    row = "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    answered = [question for question in batch.asked if question.key in offer.answers]
    if not answered:
        return row
    said = "".join(
        f"<p><i>Q{question.key}. {escape(question.text)}</i><br>{_paragraphs(offer.answers[question.key])}</p>"
        for question in answered
    )
    return f'{row}\n<tr><td colspan="{len(HEADER)}">{said}</td></tr>'


def _paragraphs(text: str) -> str:
    return escape(text, quote=False).replace("\n\n", "<br>")
