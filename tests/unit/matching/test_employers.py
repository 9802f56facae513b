"""One employer under its many names is one; two employers are two however alike their names."""

import pytest

from services.core.matching import employers, employment, job_evidence

SAME_EMPLOYER = [
    ("IBM", "International Business Machines Corp."),
    ("I.B.M.", "IBM Deutschland GmbH"),
    ("GE", "General Electric Co."),
    ("P&G", "The Procter & Gamble Company"),
    ("J&J", "Johnson & Johnson"),
    ("BCG", "Boston Consulting Group"),
    ("PwC", "PricewaterhouseCoopers LLP"),
    ("EY", "Ernst & Young"),
    ("Meta", "Facebook, Inc."),
    ("Google", "Alphabet Inc."),
    ("AWS", "Amazon Web Services"),
    ("BofA", "Bank of America"),
    ("UPS", "United Parcel Service"),
    ("GSK", "GlaxoSmithKline"),
    ("AB InBev", "Anheuser-Busch InBev SA/NV"),
    ("HPE", "Hewlett Packard Enterprise"),
    ("HP Inc.", "Hewlett-Packard"),
    ("Epic", "Epic Systems Corporation"),
    ("Medtronic plc", "Medtronic"),
    ("Roche Holding AG", "F. Hoffmann-La Roche"),
    ("Acme GmbH & Co. KG", "ACME"),
    ("Acme K.K.", "Acme"),
    ("Acme S.p.A.", "Acme S.A."),
    ("The Home Depot", "Home Depot"),
    ("Former Shell", "Shell plc"),
    ("ex-Shell", "Royal Dutch Shell"),
    ("Pfzier", "Pfizer"),
    ("Pfizer (UK) Ltd", "Pfizer"),
    ("Intermountain Health", "Intermountain Healthcare"),
    ("University of Chicago", "Chicago University"),
    ("Universitätsklinikum Heidelberg", "Heidelberg University Hospital"),
    ("J.P. Morgan", "JPMorgan Chase & Co."),
]
OTHER_EMPLOYER = [
    ("HP", "HPE"),
    ("GE", "GE Healthcare"),
    ("GE", "GM"),
    ("Merck & Co.", "Merck KGaA"),
    ("Air India", "Air China"),
    ("Bank of America", "Bank of England"),
    ("Duke Energy", "Duke Health"),
    ("Epic Games", "Epic Systems"),
    ("Siemens", "Siemens Energy"),
    ("Bain Capital", "Bain & Company"),
    ("United Airlines", "UnitedHealthcare"),
    ("Johnson Controls", "Johnson & Johnson"),
    ("Amazon", "AWS"),
    ("First Bank", "First Group"),
    ("BP", "BT"),
    ("Raytheon", "United Technologies"),
    ("Credit Suisse", "UBS"),
]


@pytest.mark.parametrize(("one", "other"), SAME_EMPLOYER)
def test_two_names_of_one_employer_are_one(one: str, other: str) -> None:
    left, right = employment.employer(one), employment.employer(other)
    assert left and right and job_evidence.same_employer(left, right)


@pytest.mark.parametrize(("one", "other"), OTHER_EMPLOYER)
def test_two_employers_are_not_one(one: str, other: str) -> None:
    left, right = employment.employer(one), employment.employer(other)
    assert left and right and not job_evidence.same_employer(left, right)


def test_every_listed_alias_leads_to_its_group() -> None:
    groups = employers.groups()
    assert len(groups) >= 60
    strays = [
        name for names in groups for name in names if getattr(employment.employer(name), "name", None) != names[0]
    ]
    assert strays == []


@pytest.mark.parametrize(
    "text", [None, "", "N/A", "Confidential", "Self-employed", "Retired", "Independent Consultant", "?"]
)
def test_what_names_no_employer_is_none(text: str | None) -> None:
    assert employment.employer(text) is None
