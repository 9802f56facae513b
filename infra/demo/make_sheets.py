"""Writes the two demo files that hold a workbook, the same bytes every time: `python infra/demo/make_sheets.py`.

The cells stand as the vendors would write them and must never be tidied to please a reader.
"""

import datetime
import io
import pathlib
import sys
from email.message import EmailMessage
from email.policy import SMTP

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

Row = tuple[str | float | None, ...]

SHEET_NAME = "05-dialectica.xlsx"
MAIL_NAME = "03-guidepoint.eml"
ATTACHMENT_NAME = "NBA-1142_Advisors_20Nov2026.xlsx"
CREATED = datetime.datetime(2026, 11, 19, 9, 0)  # noqa: DTZ001 -- a workbook's creation time carries no zone
EURO_CELL = '#,##0.00 "€"'

SHORTLIST_HEADER: Row = (
    "No.", "Expert", "Role", "Company", "Earlier employers", "Location", "Fee per hour (EUR)",
    "Min. minutes", "Conflict check", "Availability", "LinkedIn", "Phone",
)  # fmt: skip
SUPPLIER_ROWS: list[Row] = [
    (1, "Matteo Bianchetti", "Former Head of Product, Clinical Suite", None, "Engineering Ingegneria Informatica",
     "Florence, Italy", 980, 30, "Cleared", "Tue 24.11.2026 10:00–12:00 CET", None, None),
    (2, "Giulia Ferrarini", "Former Sales Director, Italy", None, "GPI", "Milan, Italy", 905.5, 30, "Pending",
     "Thu 26.11.2026 15:00–17:00 CET", None, None),
    (3, "Katarzyna Wójcik", "Former Director, Digital Health Sales CEE", "Siemens Healthineers", "Asseco Poland",
     "Warsaw, Poland", "840,00 €", 30, "Cleared", "Mon 30.11.2026 09:00–11:00 CET", None, "+44 20 7946 0142"),
    (4, "Elena Papadopoulou-Marsh", "Former Head of EMR Partnerships", "Philips", None, "Eindhoven, Netherlands",
     "1.120,00 €", 30, "Cleared", "Tue 24.11.2026 13:00–14:00 CET; Wed 25.11.2026 13:00–14:00 CET",
     "https://www.linkedin.com/in/elena-papadopoulou-example", None),
]  # fmt: skip
HOSPITAL_ROWS: list[Row] = [
    (5, "Juergen Weiss", "Deputy Head, Medical Informatics", "Heidelberg University Hospital", None,
     "Heidelberg, Germany", 940, 30, "Pending", "Wed 02.12.2026 08:00–09:00 CET",
     "https://www.linkedin.com/in/juergen-weiss-example", None),
    (6, "Sofie Vandenbroeck", "Head of Clinical Applications", "UZ Leuven", None, "Leuven, Belgium", 890, 30,
     "Cleared", "Thu 03.12.2026 10:00–12:00 CET", None, None),
    (7, None, "IT Director", "Regional hospital group, 1.900 beds", None, "Lyon, France", "1.000,00 €", 30,
     "Pending", "to be confirmed", None, None),
    (8, "Aoife Brannigan", "EHR Programme Lead", "Children's Health Ireland", "Beaumont Hospital", "Dublin, Ireland",
     850, 30, "Cleared", "Fri 27.11.2026 09:00–10:30 GMT", None, None),
]  # fmt: skip
SHORTLIST_NOTES = (
    "Fees exclude VAT and are valid until 31.12.2026.",
    "Times are local to the expert. Please reply with two options per call.",
)

ADDITIONAL_HEADER: Row = (
    "Ref", "Organisation", "Full name", "Position", "Based in", "Rate", "Conflicts", "Next slots", "Why",
)  # fmt: skip
ADDITIONAL_ROWS: list[Row] = [
    ("DX-5521", "InterSystems", "Nikolaos Stathakis", "Former Country Manager, Greece & Cyprus", "Athens, Greece",
     "€ 790,00/h", "Clear", "Wed 25.11.2026 11:00–13:00 EET", "Knows the public tenders from the supplier's side."),
    ("DX-5524", "ChipSoft", "Pieter van der Molen", "Former Commercial Director", "Amsterdam, Netherlands",
     "€ 1.050,00/h", "Clear", "Mon 30.11.2026 16:00–18:00 CET", "Can explain why Dutch hospitals buy Dutch."),
    ("DX-5530", "Region Skåne", "Henrik Lindqvist", "Procurement Lead", "Malmö, Sweden", "€ 725,50/h",
     "Not yet checked", "Tue 01.12.2026 09:00–11:00 CET", "Ran the scoring of a regional tender."),
    ("DX-5533", "Asseco Poland", "Tomasz Zieliński", "Former Delivery Manager, AMMS", "Rzeszów, Poland",
     "€ 640,00/h", "Clear", "Wed 02.12.2026 12:00–14:00 CET", "Thirty go-lives in county hospitals."),
    ("DX-5538", "Asklepios Kliniken", "Anna Schmidt", "IT Procurement Manager", "Hamburg, Germany", "€ 810,00/h",
     "Pending", "Fri 04.12.2026 10:00–11:00 CET", "Negotiates licences and maintenance for the group."),
]  # fmt: skip

ADVISOR_HEADER: Row = (
    "Advisor ID", "Advisor (Last, First)", "Position", "Organization", "City", "Country", "Rate per call (USD)",
    "Conflict check", "Availability", "LinkedIn", "Email", "Q1 Closest decision and role", "Q2 All-in cost",
    "Q3 Likelihood (1-5)",
)  # fmt: skip
ADVISOR_ROWS: list[Row] = [
    ("GP-70211", "Chen, Sarah", "Assoc. Chief Medical Information Officer", "Mass General Brigham", "Boston, MA",
     "USA", 1150, "Cleared", "Mon Nov 30, 4:00-5:00 PM ET", "https://www.linkedin.com/in/sarahlchen-example", None,
     "Chaired the physician design council for the community hospitals' move to Epic.", None, 1),
    ("GP-70388", "Reed, Jonathon", "Vice President, Clinical Applications", "HCA Healthcare", "Nashville, TN", "USA",
     1025, "Cleared", "Tue Nov 24, 9:00-10:00 AM CT", None, "jreed.clinapps@example.com", None, None, None),
    ("GP-71940", "ODonnell, Margaret", "Former EPR Workstream Director", "Guy’s & St Thomas’ NHS FT", "London",
     "United Kingdom", 1000, "Pending", "Thu Nov 26, 2:00-4:00 PM GMT", None, None, None, None, None),
    ("GP-70577", "Brown, Kevin", "Director, Supply Chain IT", "HCA Healthcare", "Nashville, TN", "USA", 825,
     "Cleared", "Wed Dec 2, 9:00-11:00 AM CT", None, None, None, None, None),
    ("GP-72034", "Kim, Jennifer", "Manager, Ambulatory Informatics", "UCSF Health", "San Francisco, CA", "USA", 775,
     "Cleared", "Tue Nov 24, 1:00-3:00 PM PT", None, None,
     "Our own upgrade and the roll-out to affiliated practices; I led the ambulatory build.",
     "Roughly $900 a month for each affiliated physician.", 2),
    ("GP-71263", "Whitmore, James", "Director, Revenue Cycle Systems", "CommonSpirit Health", "Phoenix, AZ", "USA",
     900, "Pending", "Mon Nov 30, 10:00-11:00 AM MT", None, None, None, None, None),
    ("GP-72518", "Zhang, Wei", "Sales Director, TrakCare, Asia Pacific", "InterSystems", "Singapore", "Singapore",
     950, "Not started", "Wed Nov 25, 9:00-10:00 AM SGT", None, None, None, None, None),
    ("GP-70832", "Kowalczyk, Denise", "Former Director of Client Success", "athenahealth", "Watertown, MA", "USA",
     "TBC", "Cleared", "Tue Dec 1, 3:00-5:00 PM ET", None, "denise.kowalczyk@example.net", None, None, None),
    ("GP-70645", "Oyelaran, Marcus", "VP, Enterprise Applications", "Advocate Health", "Charlotte, NC", "USA", 1200,
     "Cleared", "Thu Dec 3, 8:00-9:00 AM ET", "https://www.linkedin.com/in/marcus-oyelaran-example", None,
     "Bringing two merged systems onto one instance. I own the business case.",
     "About $1.1 million per hospital in dual running alone.", 1),
    ("GP-71777", "Castellanos, Beatriz", "Former IT Procurement Director", "Tenet Healthcare", "Dallas, TX", "USA",
     875, "Cleared", "Mon Nov 30, 1:00-2:00 PM CT", None, None, None, None, None),
    ("GP-71010", "Lindgren, Paul", "Former Regional VP, Sales", "MEDITECH", "Minneapolis, MN", "USA", 850,
     "Flagged - left the company five months ago", "Tue Dec 1, 10:00-11:30 AM CT", None, None, None, None, None),
]  # fmt: skip

MAIL_TEXT = """Hi Priya,

Attached are eleven advisors for NBA-1142, each vetted by phone this week. Rates are per call of up to 60 minutes, transcript included.

I would start with Denise (client success, she has seen many practices leave) and Marcus, who owns a business case right now. Denise's rate is still to be confirmed.

Two of the times are outside US hours because the advisors sit in London and Singapore.

Thanks,
Garrett Pfeiffer
Associate, Healthcare
Guidepoint | 675 Avenue of the Americas, New York | 212 555 0187

Guidepoint advisors are instructed not to share confidential information. This message is for the addressee only.
"""  # noqa: E501 -- the mail's paragraphs are one line each, as mail programs send them


def main(folder: pathlib.Path) -> None:
    """Write both files into `folder`."""
    (folder / SHEET_NAME).write_bytes(dialectica_workbook())
    (folder / MAIL_NAME).write_bytes(guidepoint_mail())


def dialectica_workbook() -> bytes:
    """Two sheets: titles, section bands, a company merged over two people, notes, fees as euro text and as numbers."""
    buffer = io.BytesIO()
    with _new_workbook(buffer) as book:
        bold, euro = book.add_format({"bold": True}), book.add_format({"num_format": EURO_CELL})
        first = book.add_worksheet("Shortlist")
        first.merge_range("A1:L1", "Dialectica – Expert shortlist", bold)
        first.merge_range("A2:L2", "NBA-1142 Hospital EHR replacement | Northbridge Advisory | 19.11.2026", None)
        first.write("A3", "Contact: Eleni Vasilaki, eleni.vasilaki@dialecticanet.com")
        first.write_row("A5", SHORTLIST_HEADER, bold)
        first.merge_range("A6:L6", "Former employees of suppliers", bold)
        _write_rows(first, 6, SUPPLIER_ROWS)
        first.merge_range("D7:D8", "Dedalus", None)
        first.merge_range("A11:L11", "Hospital side", bold)
        _write_rows(first, 11, HOSPITAL_ROWS)
        first.write_column("A17", SHORTLIST_NOTES)
        first.set_column("G:G", 18, euro)
        second = book.add_worksheet("Additional profiles")
        second.merge_range("A1:I1", "Further profiles, on hold until you confirm interest", bold)
        second.write("A2", "Billing: 60 minutes minimum, then steps of 30 minutes.")
        second.write_row("A4", ADDITIONAL_HEADER, bold)
        _write_rows(second, 4, ADDITIONAL_ROWS)
    return buffer.getvalue()


def guidepoint_mail() -> bytes:
    """A mail whose body talks and whose attached workbook lists the people, surname first."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Garrett Pfeiffer <gpfeiffer@guidepoint.com>"
    mail["To"] = "Priya Raman <priya.raman@northbridge-advisory.example>"
    mail["Subject"] = "Guidepoint: 11 advisors for NBA-1142 (EHR replacement)"
    mail["Date"] = "Fri, 20 Nov 2026 10:48:19 -0500"
    mail["Message-ID"] = "<nba1142.20261120104819@guidepoint.com>"
    mail.set_content(MAIL_TEXT, cte="quoted-printable")
    mail.add_attachment(
        _guidepoint_workbook(),
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        filename=ATTACHMENT_NAME,
    )
    mail.set_boundary("----=_NextPart_000_0042_01DD5A31.NBA1142")
    return mail.as_bytes()


def _guidepoint_workbook() -> bytes:
    buffer = io.BytesIO()
    with _new_workbook(buffer) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Advisors")
        sheet.write("A1", "Guidepoint | Advisor recommendations", bold)
        sheet.write("A2", "Client: Northbridge Advisory   Project: NBA-1142   Prepared: Nov 20, 2026")
        sheet.write_row("A4", ADVISOR_HEADER, bold)
        _write_rows(sheet, 4, ADVISOR_ROWS)
        sheet.write("A17", "11 advisors. Rates are per call of up to 60 minutes.")
        sheet.freeze_panes(4, 2)
    return buffer.getvalue()


def _new_workbook(buffer: io.BytesIO) -> xlsxwriter.Workbook:
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": CREATED})
    return book


def _write_rows(sheet: Worksheet, first_row: int, rows: list[Row]) -> None:
    for index, row in enumerate(rows, start=first_row):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(index, column, cell)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
